"""How many of the found initiatives each option of a filter has. One query a filter, or two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.db.models import BooleanField, Case, Count, Model, Q, QuerySet, Value, When
from django.db.models.query import RawQuerySet

from communes.models import Area, Commune
from directory.citations import bulletin_option, published_citations
from directory.finding.places import published_coverages, published_places
from french.accents import sort_key
from french.wording import typographic
from initiatives.models import Audience, Participation, Theme
from organisations.models import Organisation


def counted(name: str, found: QuerySet) -> Iterable[tuple]:
    """(value, label, count), of a commune also its EPCI. `found` are keys."""
    return COUNTED[name](found)


def in_order(rows: Iterable[tuple], chosen: Mapping[str, str], *, is_by_count: bool) -> list[tuple]:
    """The options as a page lists them: those that are chosen first, whether they are offered or not, those that would
    find nothing last, the rest as they came, or by count and name."""
    rows = list(rows)
    offered = {row[0] for row in rows}
    rows += [(value, label, 0) for value, label in chosen.items() if value not in offered]
    rows.sort(
        key=lambda row: (
            row[0] not in chosen,
            not row[2],
            *((-row[2], label_key(row[1])) if is_by_count else ()),
        )
    )
    return rows


@lru_cache(maxsize=50_000)
def label_key(label: str) -> str:
    """Hundreds of communes are sorted at each page, by the same names."""
    return sort_key(label)


def _themes(found: QuerySet) -> Iterable[tuple]:
    return Theme.objects.annotate(n=Count("initiatives", filter=Q(initiatives__in=found))).values_list(
        "slug", "name", "n"
    )


def _kinds(found: QuerySet) -> Iterable[tuple]:
    labels = dict(Organisation.Kind.choices)
    acting = Participation.objects.filter(initiative__status="published").exclude(role=Participation.Role.BENEFICIARY)
    counts = acting.order_by().values_list("organisation__kind").annotate(n=_distinct(found))
    return [(kind, str(labels.get(kind, kind)), n) for kind, n in counts]


def _audiences(found: QuerySet) -> Iterable[tuple]:
    return (
        Audience.objects.filter(initiatives__status="published")
        .annotate(n=Count("initiatives", filter=Q(initiatives__in=found), distinct=True))
        .values_list("slug", "name", "n")
    )


def _bulletins(found: QuerySet) -> Iterable[tuple]:
    rows = (
        published_citations()
        .values_list("bulletin__number", "bulletin__slug", "bulletin__title", "bulletin__dated_on")
        .annotate(n=_distinct(found))
    )
    for number, slug, title, day, n in rows:
        yield (*bulletin_option(number, slug, title, day), n)


def _communes(found: QuerySet) -> Iterable[tuple]:
    """Communes named by a published initiative, each with the initiatives that reach it, through an area or not."""
    named = published_places().values("commune")
    direct = _pairs(published_places(), found, "commune")
    through = _pairs(published_coverages().filter(area__communes__in=named), found, "area__communes")
    for commune in _counted(direct.union(through), Commune, "name", "in_territory", "department_code", "epci_id"):
        yield commune.pk, typographic(str(commune)), commune.n, commune.epci_id


def _areas(found: QuerySet) -> Iterable[tuple]:
    """Areas that a published initiative names, and the EPCI of its communes, each with all that happens in it."""
    listed = Q(pk__in=published_coverages().values("area")) | Q(
        kind=Area.Kind.EPCI, pk__in=published_places().values("commune__epci")
    )
    areas = Area.objects.filter(listed).values("pk")
    covering = _pairs(published_coverages().filter(area__in=areas), found, "area")
    inside = _pairs(published_places().filter(commune__areas__in=areas), found, "commune__areas")
    for area in _counted(covering.union(inside), Area, "name", "slug"):
        yield area.slug, typographic(area.name), area.n


def _pairs(rows: QuerySet, found: QuerySet, value: str) -> QuerySet:
    """(initiative, value, whether the initiative is found)."""
    return rows.order_by().annotate(is_found=_is_in(found)).values_list("initiative", value, "is_found")


def _counted(pairs: QuerySet, model: type[Model], *columns: str) -> RawQuerySet:
    """Rows of the model that are values of the pairs, in their usual order, these columns alone. Each has `n`: how many
    found initiatives it has, zero included, each initiative counted once a value.

    The ORM does not group a UNION, and grouping here would carry every pair out of the database.
    """
    sql, parameters = pairs.query.sql_with_params()
    table, key = model._meta.db_table, model._meta.pk.column
    told = ", ".join(f"row.{column}" for column in (key, *columns))
    return model.objects.db_manager(pairs.db).raw(
        f"SELECT {told}, counted.n FROM (SELECT value, count(*) FILTER (WHERE is_found) "
        f"FROM ({sql}) AS pairs(initiative, value, is_found) GROUP BY value) AS counted(value, n) "
        f"JOIN {table} AS row ON row.{key} = counted.value "
        f"ORDER BY {', '.join(f'row.{column}' for column in model._meta.ordering)}",
        parameters,
    )


def _is_in(found: QuerySet) -> Case:
    return Case(When(initiative__in=found, then=Value(True)), default=Value(False), output_field=BooleanField())


def _distinct(found: QuerySet) -> Count:
    return Count("initiative", filter=Q(initiative__in=found), distinct=True)


COUNTED = {
    "theme": _themes,
    "commune": _communes,
    "territoire": _areas,
    "type": _kinds,
    "bulletin": _bulletins,
    "public": _audiences,
}
