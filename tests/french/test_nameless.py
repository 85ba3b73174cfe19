"""Who has a name, and who is only described."""

import pytest

from french.nameless import is_nameless


@pytest.mark.parametrize(
    "name",
    [
        "Bénévoles",
        "Des bénévoles",
        "BÉNÉVOLES",
        "Élèves",
        "Des particuliers",
        "Un particulier",
        "Une habitante",
        "Élus",
        "Musiciens",
        "Musiciens et élus",
        "Une trentaine d’habitants",
        "62 couturières",
        "Couturières bénévoles",
        "Bénévoles de la ville",
        "Commerçants calaisiens",
        "Sapeurs-pompiers",
        "Plusieurs artisans du quartier",
    ],
)
def test_described(name):
    assert is_nameless(name)


@pytest.mark.parametrize(
    "name",
    [
        "Les petites mains",
        "Imprimeurs de cœur",
        "Couturières solidaires",
        "Conseil citoyen",
        "Jeunes Agriculteurs",
        "Familles rurales",
        "Musiciens du Louvre",
        "Ville de Marck",
        "Secours populaire",
        "Les Restos du cœur",
        "La ville",
        "",
        "  ",
    ],
)
def test_named(name):
    assert not is_nameless(name)


def test_a_known_place_says_where_and_not_who():
    assert not is_nameless("Couturières de Marck")
    assert is_nameless("Couturières de Marck", places=["Marck"])
    assert is_nameless("Habitants de Saint-Étienne-au-Mont", places=["Étienne", "Saint-Étienne-au-Mont"])
    assert not is_nameless("Ville de Marck", places=["Marck"])
