"""Likenesses are looked for among the titles that share words, and found as if all were compared."""

import pytest
from rapidfuzz import fuzz

from french.accents import sort_key
from initiatives.duplicates import NEARLY, probable_duplicates
from initiatives.models import Initiative
from tests.builders import make_commune, make_initiative

pytestmark = pytest.mark.django_db

TITLES = (
    "Des couturières de Marck cousent des masques",
    "Des couturières de Marck cousent 300 masques",
    "Les couturieres de Marck cousent des masques",
    "Masques cousus par des couturières de Marck",
    "Une chorale chante au téléphone pour les aînés",
    "Une chorale chante par téléphone pour les aînés",
    "Drive fermier",
    "Drives fermiers",
    "Repas",
    "Un repas",
    "Et la",
    "Et là",
)


@pytest.fixture
def rows():
    commune = make_commune("Marck")
    return [make_initiative(title, communes=(commune,)) for title in TITLES]


@pytest.mark.parametrize("number", range(len(TITLES)), ids=TITLES)
def test_duplicates_are_those_of_comparing_all(rows, number):
    asked = rows[number]
    wanted = {
        row.pk
        for row in rows
        if row != asked and fuzz.token_sort_ratio(sort_key(row.title), sort_key(asked.title)) >= NEARLY
    }
    assert {row.pk for row in probable_duplicates(asked)} == wanted


def test_duplicates_cost_the_same_among_many(rows, django_assert_num_queries):
    for _ in range(20):
        make_initiative("Tout autre chose que la couture")
    with django_assert_num_queries(8):
        probable_duplicates(Initiative.objects.get(pk=rows[0].pk))
