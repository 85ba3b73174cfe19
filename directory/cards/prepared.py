"""Statements whose keys alone differ from one time to the next: Django puts each together once.

What is asked is said by querysets here as elsewhere, and rows are made of the answers as a queryset makes them. To
write the nine statements of a card again took ten milliseconds of eleven, and to ask them one by one half of the rest:
PostgreSQL answers all of them in one, as JSON.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import router
from django.db.models import F, Model, QuerySet
from django.db.models.query import get_related_populators

from backoffice.statements.planned import Planned, among
from directory.cards.telling import Listed, with_cards
from directory.citations import published_citations
from initiatives.models import Coverage, Figure, Initiative, Participation, Place
from organisations.models import Contact, Person


def _same(value: Any) -> Any:
    return value


# What JSON says of a column → what the database driver says of it.
READ_BY: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("AutoField", "BigAutoField", "BigIntegerField", "IntegerField", "SmallIntegerField"), _same),
    **dict.fromkeys(("PositiveIntegerField", "PositiveSmallIntegerField", "BooleanField"), _same),
    **dict.fromkeys(("CharField", "TextField", "SlugField", "URLField", "EmailField", "FileField"), _same),
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "DecimalField": Decimal,
}


@dataclass(frozen=True, eq=False)
class Statement:
    """Of a queryset cut by `among`; its rows without what it would prefetch."""

    model: type[Model]
    sql: str
    parameters: tuple[Any, ...]
    select: list
    klass_info: dict | None  # None of values
    annotations: dict[str, int]
    readers: list[tuple[int, Callable[[Any], Any]]]  # of the columns that JSON says otherwise

    @classmethod
    def of(cls, rows: QuerySet) -> Statement:
        compiler = rows.query.get_compiler(using=rows.db)
        sql, parameters = compiler.as_sql()
        columns = [expression for expression, *_ in compiler.select]
        if compiler.get_converters(columns):
            raise TypeError("A column of this statement is no plain value.")
        readers = [(at, _reader(column.output_field)) for at, column in enumerate(columns)]
        readers = [(at, reader) for at, reader in readers if reader is not _same]
        annotations = compiler.annotation_col_map
        return cls(rows.model, sql, parameters, compiler.select, compiler.klass_info, annotations, readers)

    @property
    def as_json(self) -> str:
        """An expression that gives all its rows, in their order, as the text of a list of lists; NULL of none."""
        names = ", ".join(f"c{at}" for at in range(len(self.select)))
        return f"(SELECT json_agg(json_build_array({names}))::text FROM ({self.sql}) AS told({names}))"

    def values(self, text: str | None) -> list[list]:
        """What `as_json` gave, as the database driver gives it."""
        rows = json.loads(text or "[]", parse_float=Decimal)
        for row in rows:
            for at, reader in self.readers:
                if row[at] is not None:
                    row[at] = reader(row[at])
        return rows

    def rows(self, text: str | None, using: str) -> list[Model]:
        """The same made into rows as Django's own `ModelIterable` makes them."""
        if text is None:
            return []
        fields = self.klass_info["select_fields"]
        start, stop = fields[0], fields[-1] + 1
        names = [column[0].target.attname for column in self.select[start:stop]]
        attached = get_related_populators(self.klass_info, self.select, using)
        made = []
        for row in self.values(text):
            one = self.model.from_db(using, names, row[start:stop])
            for populator in attached:
                populator.populate(row, one)
            for name, at in self.annotations.items():
                setattr(one, name, row[at])
            made.append(one)
        return made


def _reader(field: Any) -> Callable[[Any], Any]:
    while field.remote_field:
        field = field.target_field
    kind = field.get_internal_type()
    if kind == "ArrayField":
        reader = _reader(field.base_field)
        return reader if reader is _same else lambda values: [one if one is None else reader(one) for one in values]
    if kind not in READ_BY:
        raise TypeError(f"It is not known how JSON says a {kind}.")
    return READ_BY[kind]


@dataclass(frozen=True, eq=False)
class Together:
    """Statements about the same rows, asked at once."""

    statements: dict[str, Statement]
    planned: Planned
    is_planned_once: bool  # whether one plan serves whatever the keys are

    @classmethod
    def of(cls, rows: dict[str, QuerySet], *, is_planned_once: bool = True) -> Together:
        statements = {name: Statement.of(one) for name, one in rows.items()}
        sql = "SELECT " + ", ".join(statement.as_json for statement in statements.values())
        planned = Planned(sql, [one for told in statements.values() for one in told.parameters])
        return cls(statements, planned, is_planned_once)

    def told(self, using: str, keys: Sequence[int | str] = ()) -> dict[str, str | None]:
        """One query, so that all of it is of one moment; what `Statement.rows` and `Statement.values` read."""
        ask = self.planned.rows if self.is_planned_once else self.planned.rows_of_any
        (row,) = ask(using, list(keys))
        return dict(zip(self.statements, row, strict=True))

    def initiatives(self, keys: Sequence[int]) -> list[Initiative]:
        """Of `card_rows()` and what was put beside them: each has what is attached to it. In no order."""
        using = router.db_for_read(Initiative)
        told = self.told(using, keys)
        rows = self.statements[ITSELF].rows(told.pop(ITSELF), using)
        attached = {name: by_owner(self.statements[name].rows(text, using)) for name, text in told.items()}
        for row in rows:
            # What is asked for by a manager, and what by an attribute.
            managed = MANAGED & attached.keys()
            row._prefetched_objects_cache = {name: Listed(attached[name][row.pk]) for name in managed}
            for name in attached.keys() - MANAGED:
                setattr(row, name, attached[name][row.pk])
        return rows


def read(keys: Sequence[int]) -> list[Initiative]:
    """The public ones of these initiatives, with all that `told()` reads; in no order. One query."""
    return _cards().initiatives(keys)


ITSELF = "initiative"
MANAGED = {"participations", "places", "coverages", "figures", "audiences"}
# What `told()` asks of each row: to read, part and plan all their columns takes PostgreSQL twice as long.
COLUMNS = {
    "initiative": "slug title summary state state_checked_on updated_at theme theme__name theme__slug theme__pictogram",
    "participations": "role organisation organisation__name organisation__kind organisation__slug "
    "organisation__is_nameless",
    "places": "role commune commune__name commune__slug commune__in_territory commune__department_code",
    "coverages": "role area area__name area__slug area__locative",
    "figures": "item amount unit measure is_approximate as_of",
    "hidden_persons": "name",
    "hidden_contacts": "kind value",
    "public_citations": "bulletin bulletin__kind bulletin__number bulletin__slug bulletin__dated_on bulletin__series "
    "bulletin__series__slug bulletin__series__is_main",
}


@cache
def _cards() -> Together:
    # Pages that show a card show its contacts as they are: these keep all their columns.
    rows = card_rows().items()
    return Together.of({name: one.only(*COLUMNS[name].split()) if name in COLUMNS else one for name, one in rows})


def card_rows() -> dict[str, QuerySet]:
    """The initiative, and what stands beside it by the name under which its row has it, as `with_cards` gives it."""
    itself = with_cards(Initiative.objects.published()).prefetch_related(None).order_by()
    part, place, coverage = (
        model.objects.select_related(one).annotate(owner=F("initiative_id"))
        for model, one in ((Participation, "organisation"), (Place, "commune"), (Coverage, "area"))
    )
    contacts = Contact.objects.annotate(owner=F("initiatives"))
    return {
        ITSELF: among(itself, "initiatives_initiative.id"),
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


OF_PERSONS = "initiatives_initiative_persons.initiative_id"
OF_CONTACTS = "initiatives_initiative_contacts.initiative_id"


def by_owner(rows: list[Model]) -> dict[int, list[Model]]:
    found: dict[int, list[Model]] = defaultdict(list)
    for row in rows:
        found[row.owner].append(row)
    return found
