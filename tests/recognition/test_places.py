import pytest

from recognition.proposal import Role
from tests.recognition.recognising import pasted, told


def acting(text):
    return [commune.name for commune in told(text).in_role(Role.ACTS)]


def benefiting(text):
    return [commune.name for commune in told(text).in_role(Role.BENEFITS)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("À Harnes, l’entreprise Alpha agit.", ["Harnes"]),
        ("A LIEVIN, l’entreprise Alpha agit.", ["Liévin"]),
        ("L’entreprise Alpha, située à Noeux les Mines, agit.", ["Nœux-les-Mines"]),
        ("La mairie de St-Omer agit.", ["Saint-Omer"]),
        ("Le lycée du Touquet agit.", ["Le Touquet-Paris-Plage"]),
        ("La commune du Portel agit.", ["Le Portel"]),
        ("La ville d’Hénin-Baumont agit.", ["Hénin-Beaumont"]),
        ("La ville de Boulogne agit.", ["Boulogne-sur-Mer"]),
        ("L’amicale d’Annay-sous-Lens agit.", ["Annay"]),
        ("La mairie de Marck-en-Calaisis agit.", ["Marck"]),
        ("La CRS 9 de Rennes agit.", ["Rennes"]),
        ("La ville d’Avion agit.", ["Avion"]),
        ("Les entreprises Alpha à Avion et Bêta à Vimy agissent.", ["Avion", "Vimy"]),
    ],
)
def test_communes_that_act(text, names):
    assert acting(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "L’entreprise Alpha, près de Béthune, agit.",
        "L’association Alpha, rue de Lens, agit.",
        "Le pays de Saint-Omer agit.",
        "Les Jardins du Louvre-Lens agissent.",
        "Mme Lens agit.",
        "Delphine Harnes agit.",
        "Un Avion passe.",
        "Des œufs de Pâques sont offerts.",
        "L’académie de Lille agit.",
        "La quincaillerie Bomy agit.",
        "Des lits prêtés par la Croix-Rouge (unité locale de Montreuil).",
    ],
)
def test_names_that_are_no_acting_commune(text):
    assert acting(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("L’entreprise Alpha a livré des repas à l’Ehpad de Marck.", "Marck"),
        ("Des colis à destination des habitants de Guemps.", "Guemps"),
        ("Alpha offre des fleurs aux soignants de l’hôpital de Lens.", "Lens"),
        ("L’association soutient les Calaisiens.", "Calais"),
    ],
)
def test_communes_that_benefit(text, name):
    assert benefiting(text) == [name]


def test_place_outside_the_department_is_said():
    initiative = told("Des supporters ont servi l’hôpital de Pontoise.")
    assert [(c.insee, c.outside) for c in initiative.communes] == [("95500", True)]
    assert any("hors du département" in remark.message for remark in initiative.remarks)


def test_slip_leaves_a_remark():
    assert any("faute de frappe" in remark.message for remark in told("La ville d’Hénin-Baumont agit.").remarks)


def test_demonym_after_people_who_act():
    assert acting("Des commerçants calaisiens ont offert des tablettes.") == ["Calais"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dans le calaisis, des bénévoles agissent.", "Calaisis"),
        ("Le collectif agit dans le bassin minier.", "bassin minier"),
        ("Alpha livre Béthune-Bruay.", "CA de Béthune-Bruay, Artois-Lys Romane"),
        ("des hôpitaux de la région Hauts-de-France", "Hauts-de-France"),
        ("sur le secteur d’Oye-Plage", "secteur d’Oye-Plage"),
    ],
)
def test_areas(text, name):
    assert [area.name for area in told(text).areas] == [name]


def test_sector_of_several_communes_is_an_area_and_its_communes():
    initiative = told("L’association Alpha agit dans le secteur de Carvin, Courrières et Oignies.")
    assert [c.name for c in initiative.communes] == ["Carvin", "Courrières", "Oignies"]
    assert [area.name for area in initiative.areas] == ["secteur de Carvin, Courrières et Oignies"]


def test_document_of_another_department_reads_its_own_communes_first():
    proposal = pasted(
        "Amiens, le 4 mai 2020\n\nLa Somme solidaire\n\n"
        "Le préfet de la Somme salue ces initiatives.\n\n- À Rue, le lycée imprime 180 visières.\n"
    )
    assert [c.insee for c in proposal.initiatives[0].communes] == ["80688"]
    assert not proposal.initiatives[0].communes[0].outside


def test_a_town_a_few_steps_away_is_a_landmark():
    roles = {
        commune.name: commune.role for commune in told("Le foyer de Beaurains, à deux pas d’Arras, coud.").communes
    }
    assert roles["Arras"] == "landmark"


def test_a_road_is_nobody():
    names = [o.name for o in told("Les pompiers de Marck ont ouvert, le long de l’A16, une halte.").organisations]
    assert "A16" not in names
