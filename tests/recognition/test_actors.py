import pytest

from tests.recognition.recognising import told


def organisations(text):
    return [(organisation.name, organisation.kind) for organisation in told(text).organisations]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("À Lens, l’entreprise Alpha Production, experte, agit.", "Alpha Production", "entreprise"),
        ("L’association SECOND DEPART est présente.", "SECOND DEPART", "association"),
        ("L’association « un coup de main » aide.", "Un coup de main", "association"),
        ("Le collectif « les doigts de fée » à Vimy a cousu.", "Les doigts de fée", "collectif"),
        ("La ville de Marck a produit des masques.", "Ville de Marck", "collectivite"),
        ("À Guînes, la mairie a ouvert une ligne.", "Mairie de Guînes", "collectivite"),
        ("Le CCAS d’Outreau aide les aînés.", "CCAS d’Outreau", "etablissement_public"),
        ("Les centres sociaux de Bully agissent.", "Centres sociaux de Bully", "association"),
        ("la mosquée Ennour de Lens a offert des parts", "Mosquée Ennour de Lens", "culte"),
        ("la CRS 9 de Rennes a collecté", "CRS 9 de Rennes", "service_etat"),
        ("Le Conseil citoyen de Lens a cousu.", "Conseil citoyen de Lens", "collectif"),
        ("Le surf-club de Berck a récolté des dons.", "Surf-club de Berck", "club"),
        ("Tunelia a donné des masques.", "Tunelia", "entreprise"),
        ("La Banque alimentaire distribue des repas.", "Banque alimentaire", "association"),
        ("À Rivière, le lycée agricole imprime des cours.", "Lycée agricole de Rivière", "etablissement_public"),
        ("Pain Bleu, association basée à Lens, agit.", "Pain Bleu", "association"),
        ("La CUA a ouvert une aire.", "Communauté urbaine d'Arras", "collectivite"),
        ("Camille Petit a créé une page.", "Camille Petit", "particulier"),
    ],
)
def test_one_organisation_with_its_kind(text, name, kind):
    assert (name, kind) in organisations(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("À Vimy, le foyer des jeunes a repeint la salle.", "Foyer des jeunes de Vimy"),
        ("À Lens, le comité des fêtes dresse une grande table.", "Comité des fêtes de Lens"),
        ("À Vimy, le groupement des apiculteurs de tilleul a offert 40 pots.", "Groupement des apiculteurs"),
        ("Les jardiniers du faubourg audomarois livrent 50 paniers à Lens.", "Jardiniers du faubourg audomarois"),
    ],
)
def test_actor_that_its_commune_or_its_country_names(text, name):
    assert any(found.startswith(name) for found, _ in organisations(text)), organisations(text)


def test_plural_noun_announces_several_names():
    names = [name for name, _ in organisations("Les groupes Brioche d’Or, Dunatis et Glacio ont offert des masques.")]
    assert names == ["Brioche d’Or", "Dunatis", "Glacio"]


def test_enumeration_with_places_says_that_it_may_be_split():
    initiative = told("Le gel est produit par les entreprises Alpha à Avion et Bétonia à Vimy.")
    assert [o.name for o in initiative.organisations] == ["Alpha", "Bétonia"]
    assert any("séparé" in remark.message for remark in initiative.remarks)


@pytest.mark.parametrize(
    "text",
    [
        "Des masques certifiés « AFNOR » et « grand public » sont offerts à Lens.",
        "À Lens, des repas sont offerts à l’hôpital de Lens.",
        "Plusieurs entreprises du Pas-de-Calais agissent.",
        "Une page Facebook est ouverte en France.",
        "À Lens, on aide au téléphone, et « beaucoup de fautes d’accord », s’amuse-t-elle.",
        "Les 25 adhérents l’ont repeint à Lens.",
        "Retrait possible en mairie de Lens.",
        "À Lens, la salle prête douze tables aux élèves syriens qui suivent leurs cours.",
    ],
)
def test_what_is_no_organisation(text):
    assert organisations(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Près de 180 tournées ont été effectuées à Lens.",
        "Près de 180 tournées solidaires assurent la livraison à Lens.",
        "Quelque 40 visières ont été offertes à Lens.",
        "Environ 50 tournées sont faites à Lens.",
        "Près de 1 200 repas livrés à Lens.",
        "Au total, 180 tournées ont été réalisées à Lens.",
    ],
)
def test_an_amount_is_nobody(text):
    assert organisations(text) == []


def test_the_staff_of_a_named_house_acts_in_its_name():
    told_of = organisations("À Lens, l’entreprise Alpha Production a livré 300 blouses grâce à ses salariés.")
    assert told_of == [("Alpha Production", "entreprise")]
    assert organisations("À Lens, des salariés cousent des masques.") == []


@pytest.mark.parametrize(
    "text",
    [
        "À Arras, Bénévoles et élus livrent des colis.",
        "Les élus appellent chaque jour 60 personnes à Arras.",
        "À Lens, des musiciens jouent sous les fenêtres.",
        "Une trentaine de bénévoles préparent des repas à Liévin.",
    ],
)
def test_people_who_are_only_described_are_no_organisation(text):
    assert organisations(text) == []


def test_people_of_a_place_or_called_up_in_number_are_told():
    assert organisations("Les couturières de Guemps ont livré des masques.") == [("Couturières de Guemps", "collectif")]
    assert organisations("À Marck, 1 600 masques grâce à l’action de 62 couturières.") == [("Couturières", "collectif")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("une habitante, Delphine Exemple, a cousu", ["Delphine Exemple"]),
        ("Paul et Jimmy, deux amis étudiants, impriment", ["Paul", "Jimmy"]),
        ("son directeur, François EXEMPLE, a donné", ["François Exemple"]),
        ("Mme Van Exemple coud", ["Van Exemple"]),
        ("l’hôpital René Dubos et la rue Jean Jaurès", []),
        ("Gwenn Le Bihan, graphiste, dessine", ["Gwenn Le Bihan"]),
    ],
)
def test_persons(text, names):
    assert [person.name for person in told(text).persons] == names


def test_role_of_a_person_is_kept_and_a_director_is_no_actor_of_his_own():
    initiative = told("La fondation Alpha agit. Son directeur, François Exemple, a remis 20 ordinateurs.")
    assert "directeur" in initiative.persons[0].role.lower()
    assert "particulier" not in [o.kind for o in initiative.organisations]


def test_title_says_who_where_and_what():
    assert told("À Harnes, l’entreprise Alpha coud 300 masques.").title == (
        "À Harnes, l’entreprise Alpha coud 300 masques"
    )


def test_an_establishment_acts_through_its_members_or_beside_others():
    def names(sentence: str) -> list[str]:
        return [organisation.name for organisation in told(sentence).organisations]

    assert "Foyer rural de Fruges" in names("À Fruges, les bénévoles du foyer rural cousent 60 masques par jour.")
    assert "Musée de Béthune" in names("À Béthune, Mme Caron coud des blouses avec des rideaux prêtés par le musée.")
    assert "Maison des familles d’Avion" in names("La Maison des familles d’Avion a prêté 45 tablettes à des lycéens.")
    assert names("À Lens, Mme Caron cuisine pour les agents de l’hôpital.") == ["Caron"]


def names_told(sentence):
    return [organisation.name for organisation in told(sentence).organisations]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("À Liévin, l’association Les Fils solidaires a cousu 200 masques.", ["Les Fils solidaires"]),
        ("À Liévin, les masques de l’association Les Fils solidaires.", ["Les Fils solidaires"]),
        ("À Liévin, un atelier de couture a produit 200 masques.", []),
        ("Un atelier de couture de Liévin fabrique 200 masques.", []),
        (
            "La Ville de Saint-Omer et le CCAS de Saint-Omer livrent 120 repas.",
            ["Ville de Saint-Omer", "CCAS de Saint-Omer"],
        ),
        ("À Lens, l’association Pain et Partage offre 120 repas.", ["Pain et Partage"]),
        (
            "Des bénévoles impriment des visières. Les bénévoles de Béthune ont donné 500 visières.",
            ["Bénévoles de Béthune"],
        ),
        (
            "Le CCAS de Saint-Omer livre 120 repas. Un habitant de Saint-Omer prête sa camionnette.",
            ["CCAS de Saint-Omer"],
        ),
    ],
)
def test_actors_are_whole_apart_and_told_once(sentence, names):
    assert names_told(sentence) == names


@pytest.mark.parametrize(
    "ending",
    [
        "Renseignements : Odile Vasseur, 06 12 34 56 79",
        "Renseignements auprès de Mme Odile Vasseur.",
        "Odile Vasseur (06 12 34 56 79) prend les commandes.",
    ],
)
def test_whom_to_ask_is_no_actor(ending):
    initiative = told(f"Le CCAS de Saint-Omer livre 120 repas aux personnes âgées. {ending}")
    assert [organisation.name for organisation in initiative.organisations] == ["CCAS de Saint-Omer"]
    assert [person.name for person in initiative.persons] == ["Odile Vasseur"]


def test_someone_who_acts_alone_is_an_actor():
    assert names_told("À Saint-Omer, Odile Vasseur a cousu 300 masques.") == ["Odile Vasseur"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "À Isques, l’US Isques vide 40 maisons. Le club cherche des gants.",
            ["US Isques"],
        ),
        (
            "Le club de judo de Lens livre 40 colis. Le club recherche des bras.",
            ["Club de judo de Lens"],
        ),
        (
            "La ville de Marck a produit des masques ; la commune a fourni le tissu.",
            ["Ville de Marck"],
        ),
        (
            "À Lens, le garage Lhomme prête un minibus. L’atelier est ouvert le samedi.",
            ["Garage Lhomme"],
        ),
        (
            "À Lens, l’association Alpha offre des vélos, le judo-club Sakura leur licence.",
            ["Alpha", "Judo-club Sakura"],
        ),
    ],
)
def test_who_is_said_again_by_a_noun_is_told_once(sentence, names):
    assert names_told(sentence) == names
