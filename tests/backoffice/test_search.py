"""Texts are compared without accents and capitals, by a shorter way where they have none."""

import pytest

from backoffice.search import Plain, PlainColumn, containing_words
from organisations.models import Contact
from tests.builders import make_contact

LABELS = ["", "Standard", "Accueil DE L’ÉTÉ", "Cœur", "ŒUVRES", "e\u0301te\u0301", "Ærø", "100 %", "İ", "straße"]


@pytest.fixture
def contacts(db):
    for number, label in enumerate(LABELS):
        contact = make_contact(f"https://exemple.fr/Page-{number}")
        Contact.objects.filter(pk=contact.pk).update(label=label)


def test_shorter_way_says_the_same(contacts):
    for column in ("label", "value"):
        rows = Contact.objects.annotate(one=Plain(column), other=PlainColumn(column))
        assert [row.one for row in rows] == [row.other for row in rows]
    assert set(Contact.objects.annotate(one=PlainColumn("label")).values_list("one", flat=True)) >= {
        "standard",
        "coeur",
    }


def test_words_are_found_by_either_way(contacts):
    def found(text):
        return {row.label for row in containing_words(Contact.objects.all(), text, keys=(), columns=("label", "value"))}

    assert found("STANDARD") == {"Standard"}
    assert found("été") == found("ETE") == {"Accueil DE L’ÉTÉ", "e\u0301te\u0301"}
    assert found("oeu") == {"Cœur", "ŒUVRES"}
    assert found("page-1") == {"Standard"}
