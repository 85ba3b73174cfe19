import pytest

from recognition.facts.amounts.numbers import find_numbers, word_value
from recognition.facts.figures import find_figures
from tests.recognition.recognising import source_of, told, whole


def figures(text):
    source = source_of(text)
    return [(f.amount, f.unit, f.period) for f in find_figures(source, whole(source), [])[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ils ont cousu 1 600 masques.", (1600, "masques", "total")),
        ("Ils ont cousu 1\u202f600 masques.", (1600, "masques", "total")),
        ("Ils ont cousu 10.000 masques.", (10000, "masques", "total")),
        ("un objectif de 11 000 masques", (11000, "masques", "target")),
        ("L’usine prévoit de fabriquer 15 000 flacons.", (15000, "flacons", "target")),
        ("50 000 litres par jour de solution", (50000, "litres", "per_day")),
        ("chaque jour, la production de 10 000 masques", (10000, "masques", "per_day")),
        ("porte chaque semaine 80 paniers à domicile", (80, "paniers", "per_week")),
        ("Don de 2,5 tonnes de denrées", (2.5, "tonnes", "total")),
        ("une collecte de 3 450 € pour l’hôpital", (3450, "euros", "total")),
        ("deux cents repas servis", (200, "repas", "total")),
        ("3 millions de masques", (3000000, "masques", "total")),
        ("500 nouveaux masques", (500, "masques", "total")),
        ("8 ordinateurs et leurs souris", (8, "ordinateurs", "total")),
        ("elle en est à 212.", (212, "exemplaires", "total")),
        ("dans 12 EHPAD", (12, "EHPAD", "total")),
        ("4 000 m³ d’eau par jour", (4000, "m³", "per_day")),
        ("75 m3 de déchets", (75, "m³", "total")),
        ("2 800 km parcourus depuis mai", (2800, "kilomètres", "total")),
        ("une parcelle de 1 200 m²", (1200, "m²", "total")),
        ("900 mètres carrés de bâche", (900, "m²", "total")),
        ("près de 80 t d’encombrants", (80, "tonnes", "total")),
        ("60 stères de bois", (60, "stères", "total")),
        ("40 rendez-vous", (40, "rendez-vous", "total")),
        ("600 kits de nettoyage", (600, "kits", "total")),
        ("120 repas", (120, "repas", "total")),
        ("Ils ont récolté 350 livres pour les écoles", (350, "livres", "total")),
        ("Ils ont parcouru 3 600 km", (3600, "kilomètres", "total")),
        ("Les 17 bénévoles aident.", (17, "bénévoles", "total")),
        ("Le four cuit le samedi matin 120 pains de 800 g.", (120, "pains", "per_week")),
        ("chaque soir, 18 places", (18, "places", "total")),
        ("Il en faudrait 400 de plus, des duvets", (400, "exemplaires", "target")),
        ("L’Entraide cherche 100 manteaux.", (100, "manteaux", "target")),
        ("Un chèque de 80 €", (80, "euros", "total")),
        ("Ils ont dégagé 12 km de haies", (12, "kilomètres", "total")),
        ("Bilan : 14 km de fossés curés", (14, "kilomètres", "total")),
        ("avec douze de ses voisins", (12, "voisins", "total")),
        ("Les couvertures – 900 au total – sont offertes.", (900, "couvertures", "total")),
        ("Ils sont déjà vingt-deux à avoir répondu.", (22, "personnes", "total")),
    ],
)
def test_one_figure(text, expected):
    assert figures(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "lutter contre le COVID-19",
        "un gîte à 12 km de nulle part",
        "Ils sont 30 à Angres.",
        "lutter contre le Covid 19 ensemble",
        "la CRS 9 de Rennes",
        "une imprimante 3D",
        "le 8 avril 2020",
        "du 4 au 11 mai",
        "mercredi 8",
        "de 9 h à 12 h",
        "7 jours sur 7, 24 heures sur 24",
        "depuis trois semaines",
        "les plus de 65 ans",
        "les 18-25 ans",
        "au 12 rue des Tanneurs",
        "62000 Arras",
        "Radio 6 diffuse",
        "le communiqué n° 7",
        "en 2020",
        "les deux entreprises",
        "à 30 kilomètres",
        "dans un rayon de 30 km",
        "du 17 au 19 par les élus",
        "les 17 et 18 par le club",
        "le 12 par les élus",
        "62000 ARRAS",
        "des roues de 20 pouces",
        "50 centimes le tour",
        "vendu 12 €",
        "participation de 30 euros par personne",
    ],
)
def test_numbers_that_count_nothing(text):
    assert figures(text) == []


def test_stock_and_target_of_one_sentence_share_their_unit():
    assert figures("1 600 réalisés à ce jour pour un objectif de 11 000 masques") == [
        (1600, "masques", "total"),
        (11000, "masques", "target"),
    ]


def test_aim_without_a_noun_takes_the_unit_nearby():
    assert figures("La cagnotte a réuni 8 400 euros, objectif 15 000.")[1] == (15000, "euros", "target")


def test_people_are_counted_even_where_an_aim_is_near():
    assert figures("un objectif de 11 000 masques, grâce à 62 couturières")[1] == (62, "couturières", "total")


@pytest.mark.parametrize(
    ("text", "amount"),
    [("une cinquantaine de visières", 50), ("une demi-douzaine d’imprimantes", 6), ("près de 300 colis", 300)],
)
def test_approximate_words(text, amount):
    source = source_of(text)
    (figure,) = find_figures(source, whole(source), [])[0]
    assert (figure.amount, figure.approximate) == (amount, True)


def test_duration_is_remarked_not_proposed():
    source = source_of("pendant trois semaines")
    found, remarks = find_figures(source, whole(source), [])
    assert not found
    assert "durée" in remarks[0].message


def test_digits_of_an_address_are_no_figure():
    assert not told("À Lens, la ville aide ses voisins : https://www.facebook.com/groups/275110000029756/").figures


@pytest.mark.parametrize("text", ["350 livrés hier, pour un objectif de 500 colis", "350 livres hier, but : 500 colis"])
def test_delivered_things_take_the_unit_nearby_where_accents_are_lacking_too(text):
    assert figures(text.replace("é", "e") if "livres" in text else text)[0] == (350, "colis", "total")


def test_monthly_rate_is_remarked_not_proposed():
    source = source_of("Une trentaine de lettres par mois")
    found, remarks = find_figures(source, whole(source), [])
    assert not found
    assert "rythme mensuel" in remarks[0].message


@pytest.mark.parametrize("text", ["de 20 à 30 repas", "entre 20 et 30 repas", "20 ou 30 repas", "20-30 repas"])
def test_range_gives_its_upper_end_as_about(text):
    source = source_of(text)
    assert [(f.amount, f.approximate) for f in find_figures(source, whole(source), [])[0]] == [(30, True)]


@pytest.mark.parametrize(
    ("words", "value"),
    [("quatre-vingt-dix", 90), ("trois cent cinquante", 350), ("dix mille", 10000), ("vingt et un", 21), ("cent", 100)],
)
def test_number_words(words, value):
    assert word_value(words) == value
    assert [number.value for number in find_numbers(words, 0, len(words))] == [value]


@pytest.mark.parametrize(
    ("sentence", "amount", "period"),
    [
        ("Le traiteur livre 60 repas chaque midi à l’hôpital.", 60, "per_day"),
        ("La criée donne chaque mercredi 45 kilos de poisson aux familles.", 45, "per_week"),
        ("M. Petit fabrique des crochets pour les oreilles. Il en a offert 320.", 320, "total"),
        ("Mme Petit coud des masques pour la commune (1 400 depuis le 2 avril).", 1400, "total"),
        ("Les couturières du club sont à l’œuvre. Elles sont 14, chacune chez soi.", 14, "total"),
        ("Une trentaine de Lensois attendent cet appel.", 30, "total"),
        ("Le but est d’arriver à 2 800 masques.", 2800, "target"),
        ("Le club accompagne 23 collégiens, à raison d’une heure par jour.", 23, "total"),
        ("Les agents appellent chaque semaine une centaine de personnes.", 100, "per_week"),
        ("Le club compte ses forces : chaque jour, 30 bénévoles appellent.", 30, "total"),
        ("Plus de 90 anciens de Lens sont ainsi contactés chaque semaine.", 90, "per_week"),
    ],
)
def test_amounts_in_other_turns_of_phrase(sentence, amount, period):
    assert (amount, period) in {(figure.amount, figure.period) for figure in told(f"À Lens, {sentence}").figures}


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Près de 180 tournées ont été assurées.", "tournées"),
        ("180 tournées solidaires assurent la livraison", "tournées solidaires"),
        ("1 000 masques en tissu à des responsables", "masques en tissu"),
        ("200 parts de pizzas et de boissons aux soignants", "parts de pizzas et de boissons"),
        ("50 000 litres par jour de solution", "litres"),
        ("300 l de gel hydroalcoolique", "litres de gel"),
        ("60 visières ont déjà été imprimées", "visières"),
        ("62 couturières et au moyen de draps", "couturières"),
        ("20 ordinateurs fixes et leurs souris", "ordinateurs fixes"),
        ("400 repas dans chaque quartier", "repas"),
        ("1 600 réalisés à ce jour pour un objectif de 11 000 masques", "masques réalisés"),
        ("500 masques grand public pour les aînés", "masques grand public"),
        ("120 paniers de la ferme", "paniers"),
    ],
)
def test_an_item_ends_where_the_sentence_goes_on(text, item):
    source = source_of(text)
    assert find_figures(source, whole(source), [])[0][0].item == item
