"""The statements kept for the page of an initiative read what the querysets read that say it."""

import pytest
from django.db.models import Prefetch

from directory.cards.telling import told, with_cards
from directory.records.reading import public_initiative
from initiatives.models import Initiative
from initiatives.pictures.models import Picture
from organisations.models import Person
from tests.builders import make_audience, make_commune, make_contact, make_initiative, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    before = make_initiative("Avant, Zoé Zorg")
    row = make_initiative(
        "Masques, Zoé Zorg",
        communes=(make_commune(),),
        contacts=(make_contact(), make_contact()),
        audiences=(make_audience("Soignants"), make_audience("Aînés")),
        follows=before,
    )
    other = make_initiative("Autre", audiences=(make_audience("Enfants"),), follows=before)
    make_initiative("Après, Zoé Zorg", follows=row)
    make_initiative("Après encore", follows=row)
    make_initiative("Brouillon", published=False, follows=row)
    hidden = make_person("Zoé Zorg", is_public=True)
    for one in Initiative.objects.all():
        one.persons.add(hidden, make_person("Léa Lorg", is_public=True), make_person("Bao Bril", is_public=True))
    other.persons.clear()
    Person.objects.filter(pk=hidden.pk).update(is_public=False)
    return row


def _asked(pk):
    """The same by querysets."""
    return (
        with_cards(Initiative.objects.published())
        .prefetch_related(
            Prefetch("persons", Person.objects.public(), to_attr="public_persons"),
            Prefetch("pictures", Picture.objects.filter(is_current=True), to_attr="current_pictures"),
            Prefetch("sequels", Initiative.objects.published().with_hidden().order_by("pk"), to_attr="public_sequels"),
            Prefetch("follows", Initiative.objects.with_hidden()),
        )
        .get(pk=pk)
    )


def test_page_reads_what_querysets_read(row, django_assert_num_queries):
    asked = _asked(row.pk)
    with django_assert_num_queries(1 + 2 + 3):  # hidden names of what follows, what it follows with its own
        found = public_initiative(row.pk)
    with django_assert_num_queries(0):
        assert told(found) == told(asked)
        for name in ("public_persons", "current_pictures", "public_sequels", "follows"):
            assert getattr(found, name) == getattr(asked, name), name
        assert list(found.audiences.all()) == list(asked.audiences.all())
        assert [one.public_title for one in found.public_sequels] == [one.public_title for one in asked.public_sequels]
        assert found.follows.public_title == asked.follows.public_title
    assert len(found.public_sequels) == len(found.public_persons) == len(found.audiences.all()) == 2
    assert "Zorg" not in found.public_sequels[0].public_title + found.follows.public_title


def test_what_is_not_public_is_not_read():
    assert public_initiative(make_initiative("Brouillon", published=False).pk) is None
    assert public_initiative(10**9) is None
