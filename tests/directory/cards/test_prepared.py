"""Statements that are put together once read what the querysets read that say them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import BinaryField, Sum
from django.db.models.expressions import RawSQL

from backoffice.statements.planned import among
from directory.cards.prepared import Statement, read
from directory.cards.telling import told, with_cards
from initiatives.models import Figure, Initiative
from organisations.models import Person
from tests.builders import (
    make_area,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_territory,
)
from tests.directory.published import publish

TODAY = date(2020, 5, 3)


@pytest.fixture
def rows(db):
    make_territory()
    marck, calais = make_commune("Marck"), make_commune("Calais")
    calaisis, gone = make_area("Calaisis", communes=(marck,)), make_contact("+33612345678", kind="phone")
    couture, particulier = make_organisation("Couture"), make_organisation("Zoé Zorg", kind="particulier")
    hidden, public = make_person("Zoé Zorg", is_public=True), make_person("Léa Lorg", is_public=True)
    gone.is_public = False
    gone.save()
    made = [
        make_initiative(
            f"Masques {number}, Zoé Zorg",
            summary="**Zoé Zorg** coud, 06 12 34 56 78.",
            communes=(marck, calais)[: 1 + number % 2],
            areas=(calaisis,) if number % 2 else (),
            organisations=(couture, particulier)[number % 2 :],
            contacts=(make_contact(), gone) if number else (),
            figures=({"item": "masques", "amount": 5 + number, "unit": "masques"},) * (number % 3),
            started_on=date(2020, 4, number) if number else None,
        )
        for number in range(4)
    ]
    for row in made:
        row.persons.add(hidden, public)
    publish(*made[:2], number=6, dated_on=date(2020, 4, 20))
    publish(*made[1:3], number=7)
    Person.objects.filter(pk=hidden.pk).update(is_public=False)
    make_initiative("Brouillon", published=False)
    return made


def test_rows_say_what_those_of_a_queryset_say(rows, django_assert_num_queries):
    keys = list(Initiative.objects.values_list("pk", flat=True))
    asked = {row.pk: told(row, today=TODAY) for row in with_cards(Initiative.objects.published())}
    with django_assert_num_queries(1):
        found = {row.pk: told(row, today=TODAY) for row in read(keys)}
    assert found == asked
    assert len(found) == len(rows)
    assert "Zorg" not in str(found)
    with django_assert_num_queries(1):  # of one as of all
        (one,) = read([rows[1].pk])
        assert told(one, today=TODAY) == asked[rows[1].pk]
    assert read([]) == []


def test_a_column_that_is_no_plain_value_is_refused(db):
    totals = Figure.objects.values("initiative").annotate(total=Sum("amount"))
    with pytest.raises(TypeError):
        Statement.of(among(totals, "initiatives_figure.initiative_id"))


def test_a_column_that_json_may_say_otherwise_is_refused(db):
    """Bytes, moments of a day, whatever nobody has thought of yet."""
    packed = Person.objects.annotate(packed=RawSQL("name::bytea", [], output_field=BinaryField()))
    with pytest.raises(TypeError, match="BinaryField"):
        Statement.of(packed)
    assert Statement.of(Person.objects.all()).readers
