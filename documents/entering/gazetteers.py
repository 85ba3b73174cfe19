"""The gazetteer of this installation: the official lists, with the names, areas and organisations of its officers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

from django.db import DatabaseError

from communes import models as places
from documents.entering.reference import (
    DATA,
    TERRITORY,
    THEMES,
    gazetteer_from_files,
    read_areas,
    read_communes,
    read_neighbours,
    rows,
)
from organisations.models import Organisation as Directory
from recognition.gazetteer import Area, Gazetteer, Organisation

SHORTEST_NAME = 3


def installed_gazetteer() -> Gazetteer:
    """From the files and the database; from the files alone where the database is away or holds no territory."""
    try:
        department = _department()
        if department is None:
            return gazetteer_from_files()
        aliases = _added_aliases()
        areas = _added_areas()
        organisations = _organisations()
    except DatabaseError:
        return gazetteer_from_files()
    official = _gazetteer(department, aliases, areas) if aliases or areas else gazetteer_from_files(department)
    return _with_organisations(official, organisations) if organisations else official


@lru_cache(maxsize=2)
def _with_organisations(official: Gazetteer, organisations: tuple[Organisation, ...]) -> Gazetteer:
    return official.with_organisations(organisations)


@lru_cache(maxsize=2)  # its tables take a second to build, and change only when an officer adds a name
def _gazetteer(department: str, aliases: tuple[tuple[str, tuple[str, ...]], ...], areas: tuple[Area, ...]) -> Gazetteer:
    added = dict(aliases)
    return Gazetteer(
        communes=[
            replace(commune, aliases=(*commune.aliases, *added[commune.insee])) if commune.insee in added else commune
            for commune in read_communes(DATA, department)
        ],
        areas=[*read_areas(DATA), *areas],
        themes=THEMES,
        departments=[(row["code"], row["name"]) for row in rows(DATA, "departments.csv")],
        neighbours=read_neighbours(DATA),
    )


def _department() -> str | None:
    territory = places.Territory.objects.prefetch_related("departments").first()
    codes = sorted(area.code for area in territory.departments.all()) if territory else []
    return (TERRITORY if TERRITORY in codes else codes[0]) if codes else None


def _added_aliases() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Aliases that no official list or file of ours has."""
    known = {(row["insee"], row["alias"]) for row in rows(DATA, "usage_aliases.csv")}
    added: dict[str, list[str]] = defaultdict(list)
    for insee, name in places.CommuneAlias.objects.filter(kind=places.CommuneAlias.Kind.USAGE).values_list(
        "commune", "name"
    ):
        if (insee, name) not in known:
            added[insee].append(name)
    return tuple((insee, tuple(sorted(names))) for insee, names in sorted(added.items()))


def _added_areas() -> tuple[Area, ...]:
    known = {area.name for area in read_areas(DATA)}
    return tuple(
        Area(
            area.name,
            area.kind,
            tuple(alias.name for alias in area.aliases.all()),
            communes=tuple(sorted(commune.pk for commune in area.communes.all())),
        )
        for area in places.Area.objects.customary().prefetch_related("aliases", "communes")
        if area.name not in known
    )


def _organisations() -> tuple[Organisation, ...]:
    """Those that have a name, with their other names and acronyms; one that was united leads to the row kept.

    Private persons are none of them: the same name is anybody elsewhere. Nor are those called by one common word or
    by the name of a place alone, which a text would name at every turn.
    """
    named: dict[int, tuple[Directory, list[str]]] = {}
    rows_of_names = (
        Directory.objects.with_page()
        .exclude(kind=Directory.Kind.PARTICULIER)
        .select_related("merged_into")
        .defer("description")
        .order_by("pk")
    )
    for row in rows_of_names:
        survivor = row.survivor
        spellings = named.setdefault(survivor.pk, (survivor, []))[1]
        spellings += [row.name, *(part.strip() for part in row.other_names.split(","))]
    return tuple(
        Organisation(
            survivor.name,
            survivor.kind,
            tuple(dict.fromkeys(one for one in names if is_telling(one) and one != survivor.name)),
        )
        for survivor, names in named.values()
        if is_telling(survivor.name)
    )


def is_telling(name: str) -> bool:
    """A capital or more than one word, and three letters: “BSL”, “Rebonds”, “un coup de pouce”, not “aide”."""
    return len(name) >= SHORTEST_NAME and (any(letter.isupper() for letter in name) or " " in name)
