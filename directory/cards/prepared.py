"""Statements whose keys alone differ from one time to the next: Django puts each together once.

To read one card took eleven milliseconds of which ten went into writing the same statements again. What they ask is
said by querysets here as elsewhere, and rows are made of the answers as a queryset makes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connections, router
from django.db.models import BooleanField, F, Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import get_related_populators

from directory.cards.telling import Listed, with_cards
from directory.citations import published_citations
from initiatives.models import Coverage, Figure, Initiative, Participation, Place
from organisations.models import Contact, Person

KEYS = object()  # stands in a statement for those that are asked for


@dataclass(frozen=True)
class Statement:
    """Of a queryset cut by `among`; its rows without what it would prefetch."""

    model: type[Model]
    sql: str
    parameters: tuple[Any, ...]
    select: list
    klass_info: dict | None  # None of values
    annotations: dict[str, int]

    @classmethod
    def of(cls, rows: QuerySet) -> Statement:
        compiler = rows.query.get_compiler(using=rows.db)
        sql, parameters = compiler.as_sql()
        if compiler.get_converters([expression for expression, *_ in compiler.select]):
            raise TypeError("A column of this statement is no plain value.")
        return cls(rows.model, sql, parameters, compiler.select, compiler.klass_info, compiler.annotation_col_map)

    def values(self, keys: Sequence[int]) -> list[tuple]:
        """One query."""
        with connections[router.db_for_read(self.model)].cursor() as cursor:
            cursor.execute(self.sql, self.asked(keys))
            return cursor.fetchall()

    def asked(self, keys: Sequence[int]) -> list[Any]:
        """The parameters for these keys."""
        return [list(keys) if one is KEYS else one for one in self.parameters]

    def rows(self, keys: Sequence[int]) -> list[Model]:
        """One query, its rows made as Django's own `ModelIterable` makes them."""
        using = router.db_for_read(self.model)
        fields = self.klass_info["select_fields"]
        start, stop = fields[0], fields[-1] + 1
        names = [column[0].target.attname for column in self.select[start:stop]]
        attached = get_related_populators(self.klass_info, self.select, using)
        made = []
        for row in self.values(keys):
            one = self.model.from_db(using, names, row[start:stop])
            for populator in attached:
                populator.populate(row, one)
            for name, at in self.annotations.items():
                setattr(one, name, row[at])
            made.append(one)
        return made


def among(rows: QuerySet, column: str) -> QuerySet:
    """Those of which the column, as SQL names it, holds one of the keys."""
    return rows.filter(RawSQL(f"{column} = ANY(%s)", [KEYS], output_field=BooleanField()))


def read(keys: Sequence[int]) -> list[Initiative]:
    """The public ones of these initiatives, with all that `told()` reads, as `with_cards` gives it; in no order. Nine
    queries."""
    rows = _initiatives().rows(keys)
    attached = {name: _by_owner(statement.rows(keys)) for name, statement in _attached().items()}
    for row in rows:
        # What is asked for by a manager, and what by an attribute.
        row._prefetched_objects_cache = {name: Listed(attached[name][row.pk]) for name in MANAGED}
        for name in attached.keys() - MANAGED:
            setattr(row, name, attached[name][row.pk])
    return rows


MANAGED = {"participations", "places", "coverages", "figures"}


@cache
def _initiatives() -> Statement:
    rows = with_cards(Initiative.objects.published()).prefetch_related(None)
    return Statement.of(among(rows, "initiatives_initiative.id"))


@cache
def _attached() -> dict[str, Statement]:
    """What stands beside an initiative, by the name under which its row has it."""
    part, place, coverage = (
        model.objects.select_related(one).annotate(owner=F("initiative_id"))
        for model, one in ((Participation, "organisation"), (Place, "commune"), (Coverage, "area"))
    )
    contacts = Contact.objects.annotate(owner=F("initiatives"))
    rows = {
        "participations": among(part, "initiatives_participation.initiative_id"),
        "places": among(place, "initiatives_place.initiative_id"),
        "coverages": among(coverage, "initiatives_coverage.initiative_id"),
        "figures": among(Figure.objects.annotate(owner=F("initiative_id")), "initiatives_figure.initiative_id"),
        "hidden_persons": among(Person.objects.hidden().annotate(owner=F("initiatives")), OF_PERSONS),
        "hidden_contacts": among(contacts.hidden(), OF_CONTACTS),
        "public_contacts": among(contacts.public(), OF_CONTACTS),
        "public_citations": among(
            published_citations().annotate(owner=F("initiative_id")), "bulletins_citation.initiative_id"
        ),
    }
    return {name: Statement.of(one) for name, one in rows.items()}


OF_PERSONS = "initiatives_initiative_persons.initiative_id"
OF_CONTACTS = "initiatives_initiative_contacts.initiative_id"


def _by_owner(rows: list[Model]) -> dict[int, list[Model]]:
    found: dict[int, list[Model]] = defaultdict(list)
    for row in rows:
        found[row.owner].append(row)
    return found
