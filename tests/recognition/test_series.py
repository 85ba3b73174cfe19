"""Several actors in one passage: what is one story, what is two, and who is named."""

from tests.recognition.recognising import pasted, told


def names_of(sentence: str) -> list[str]:
    return [organisation.name for organisation in told(sentence).organisations]


def test_examples_of_an_announced_series_stay_one_story():
    story = told(
        "Plusieurs communes prennent soin de leurs malades et les soutiennent : c’est le cas des CCAS de Sallaumines "
        "et d’Avion. À Vendin-le-Vieil, des élus vont à la pharmacie et livrent les médicaments. À Wingles, une "
        "navette mène les patients chez le médecin."
    )
    names = [organisation.name for organisation in story.organisations]
    assert names[:2] == ["CCAS de Sallaumines", "CCAS d’Avion"]
    assert "Commune de Wingles" in names
    assert not any(name.startswith("Pharmacie") for name in names)
    acting = {commune.name for commune in story.communes if commune.role == "acts"}
    assert {"Sallaumines", "Avion", "Vendin-le-Vieil", "Wingles"} <= acting


def test_others_who_did_the_same_open_a_story():
    text = (
        "Arras, le 6 avril 2020\n\nLe Pas-de-Calais solidaire\n\n- Solidaires avec les personnels soignants :\n\n"
        "- L’entreprise Dumetz de Calais a offert 300 masques à l’hôpital.\n\n"
        "{}Plusieurs groupes ont également donné des masques, comme Brasserie Lamy ou encore Verdier en Audomarois.\n"
    )
    for lead in ("", "- Un merci aux habitants. "):
        stories = pasted(text.format(lead)).initiatives
        assert len(stories) == 2
        assert {"Brasserie Lamy", "Verdier"} <= {organisation.name for organisation in stories[1].organisations}


def test_a_heading_typed_as_a_bullet_is_not_joined_to_the_line_below():
    lines = (
        "- Solidaires dans la fabrication et dans la distribution du matériel utile à tous :",
        "Plusieurs entreprises de Lillers ont changé leur production pour faire du gel, dont une",
        "partie est donnée aux soignants de la commune et aux agents des communes voisines qui",
        "en demandent. À Béthune, l’entreprise Carpentier fabrique des visières pour la police.",
    )
    (section,) = pasted("Covid-19 : solidaires\n\n" + "\n\n".join(lines)).sections
    assert section.heading.value.endswith("à tous :")


def test_municipal_services_of_a_list_are_named_one_by_one():
    assert names_of("Les mairies de Carvin, de Courrières et d’Oignies prêtent des salles aux soignants.") == [
        "Mairie de Carvin",
        "Mairie de Courrières",
        "Mairie d’Oignies",
    ]


def test_where_something_happens_is_not_who_acts():
    names = names_of(
        "À Lens, des entreprises de la région ont livré du gel. L’association Arc, présente sur la communauté "
        "d’agglomération de Lens-Liévin, cuisine des repas pour le centre hospitalier Paul-Morel."
    )
    assert names == ["Arc"]


def test_a_trade_joined_by_a_hyphen_and_a_quoted_institution_are_names():
    assert "Boulangerie-Lefort" in names_of(
        "À Carvin, l’entreprise Moulins Caron donne la farine, la Boulangerie-Lefort et le lycée Diderot le pain."
    )
    assert names_of("À Berck, le Campus des métiers « Mer et Hauts-de-France » imprime des visières.") == [
        "Campus des métiers Mer et Hauts-de-France"
    ]


def test_what_a_quotation_qualifies_is_no_organisation():
    assert names_of("La ville d’Auchel a ouvert un atelier de confection de masques « pour tous les âges ».") == [
        "Ville d’Auchel"
    ]
