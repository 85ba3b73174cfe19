"""Bulletins named among the words: by number, day, month, or as the last one."""

from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse

from directory.finding.filters import DirectoryFilter
from directory.finding.meaning import DATABASE_NAMES
from directory.finding.naming.editions import Edition, editions_named
from directory.finding.search import read_words
from directory.finding.synonyms import Families
from french.accents import sort_key
from tests.builders import make_initiative
from tests.directory.published import publish

PUBLISHED = [
    Edition("9", date(2020, 5, 7)),
    Edition("7", date(2020, 4, 30)),
    Edition("6", date(2020, 4, 24)),
    Edition("2", date(2019, 4, 8)),
    Edition("un-metier", None),
]


def named(text):
    """What is named: the words, the references, the label."""
    typed = read_words(text, Families).typed
    found = editions_named([sort_key(word.removeprefix("d'")) for word in typed], typed, lambda: PUBLISHED)
    return [(" ".join(typed[one.first : one.last + 1]), one.references, one.label) for one in found]


@pytest.mark.parametrize(
    ("typed", "words", "references", "label"),
    [
        ("masques 30 avril", "30 avril", ("7",), "dans le bulletin du 30 avril 2020"),
        ("bulletin du 30 avril 2020 Lens", "bulletin du 30 avril 2020", ("7",), "dans le bulletin du 30 avril 2020"),
        ("communiqué de presse du 24/04/2020", "communiqué de presse du 24/04/2020", ("6",), "du 24 avril 2020"),
        ("24/4/20", "24/4/20", ("6",), "dans le bulletin du 24 avril 2020"),
        ("le 8 avril 2019", "8 avril 2019", ("2",), "dans le bulletin du 8 avril 2019"),
        ("bulletins d'avril", "bulletins d'avril", ("7", "6"), "dans les bulletins d’avril 2020"),
        ("masques en mai", "mai", ("9",), "dans les bulletins de mai 2020"),
        ("avril 2019", "avril 2019", ("2",), "dans les bulletins d’avril 2019"),
        ("dernier bulletin", "dernier bulletin", ("9",), "dans le dernier bulletin, n° 9"),
        ("hors série masques", "hors série", ("un-metier",), "dans le dernier hors-série"),
        ("n°7", "n°7", ("7",), "dans le bulletin n° 7"),
        ("bulletin numéro 7", "bulletin numéro 7", ("7",), "dans le bulletin n° 7"),
    ],
)
def test_edition_is_named(typed, words, references, label):
    ((found, told, said),) = named(typed)
    assert (found, told) == (words, references)
    assert label in said.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "typed", ["29 avril", "1er juin", "juin", "avril 2018", "32/04/2020", "24/13/2020", "7", "7 masques", "bulletin"]
)
def test_day_without_a_bulletin_names_none(typed):
    assert named(typed) == []


def test_published_bulletins_are_asked_for_only_where_words_may_name_one():
    def published():
        raise AssertionError("not to be asked for")

    typed = ("masques", "à", "Calais", "n°7")
    assert list(editions_named([sort_key(word) for word in typed], typed, published))


@pytest.mark.django_db
def test_day_finds_what_that_bulletin_tells_and_becomes_its_filter(client):
    told, other = make_initiative("Des masques"), make_initiative("Des gants")
    publish(told, number=7)
    publish(other, number=8, dated_on=date(2020, 5, 7))
    assert [one.reference for one in DATABASE_NAMES.editions()] == ["8", "7"]
    query = QueryDict(mutable=True)
    query["q"] = "bulletin du 30 avril"
    assert [row.title for row in DirectoryFilter(query).ordered()] == ["Des masques"]
    answer = client.get(reverse("initiatives:directory"), {"q": "bulletin d’avril"}).content.decode()
    assert "dans les bulletins d’avril" in answer
    assert "?bulletin=7" in answer


@pytest.mark.django_db
def test_month_of_several_bulletins_becomes_all_of_them(client):
    for number, title in ((7, "Des masques"), (8, "Des gants")):
        publish(make_initiative(title), number=number)
    answer = client.get(reverse("initiatives:directory"), {"q": "avril 2020"}).content.decode()
    assert "bulletin=8&amp;bulletin=7" in answer
