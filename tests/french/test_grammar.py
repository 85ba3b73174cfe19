import pytest

from french.grammar import in_department, in_region, of_place, with_article


@pytest.mark.parametrize(
    ("name", "article", "expected"),
    [
        ("Pas-de-Calais", 2, ("le Pas-de-Calais", "du Pas-de-Calais", "dans le Pas-de-Calais")),
        ("Somme", 3, ("la Somme", "de la Somme", "dans la Somme")),
        ("Ardennes", 4, ("les Ardennes", "des Ardennes", "dans les Ardennes")),
        ("Aisne", 5, ("l’Aisne", "de l’Aisne", "dans l’Aisne")),
        ("Ille-et-Vilaine", 1, ("Ille-et-Vilaine", "d’Ille-et-Vilaine", "en Ille-et-Vilaine")),
        ("Paris", 0, ("Paris", "de Paris", "à Paris")),
    ],
)
def test_a_department_stands_well_in_a_sentence(name, article, expected):
    assert (with_article(name, article), of_place(name, article), in_department(name, article)) == expected


def test_an_island_takes_en():
    assert in_department("Corse-du-Sud", 3, is_island=True) == "en Corse-du-Sud"


@pytest.mark.parametrize(
    ("name", "article", "expected"),
    [
        ("Hauts-de-France", 4, "dans les Hauts-de-France"),
        ("Grand Est", 2, "dans le Grand Est"),
        ("Nouvelle-Aquitaine", 3, "en Nouvelle-Aquitaine"),
        ("Mayotte", 0, "à Mayotte"),
    ],
)
def test_a_region_stands_well_in_a_sentence(name, article, expected):
    assert in_region(name, article) == expected
