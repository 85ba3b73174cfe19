"""The gazetteer of this installation: the official lists, with the names, areas and organisations of its officers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

from django.db import DatabaseError

from bulletins.models import Bulletin, Section
from communes import models as places
from documents.entering.lessons import learned_headings
from documents.entering.reference import (
    DATA,
    TERRITORY,
    THEMES_FILE,
    gazetteer_from_files,
    read_areas,
    read_communes,
    read_neighbours,
    read_themes,
    rows,
)
from initiatives import models as themed
from organisations.models import Organisation as Directory
from recognition.gazetteer import Area, Gazetteer, Organisation, Theme
from recognition.normalise import key

SHORTEST_NAME = 3
Aliases = tuple[tuple[str, tuple[str, ...]], ...]


def installed_gazetteer() -> Gazetteer:
    """From the files and the database; from the files alone where the database is away."""
    try:
        department, aliases, areas, organisations = _department(), (), (), ()
        if department is not None:
            aliases, areas, organisations = _added_aliases(), _added_areas(), _organisations()
        themes = installed_themes()
    except DatabaseError:
        return gazetteer_from_files()
    return _gazetteer(_places(department or TERRITORY, aliases, areas), organisations, themes)


@lru_cache(maxsize=2)
def _gazetteer(places: Gazetteer, organisations: tuple[Organisation, ...], themes: tuple[Theme, ...]) -> Gazetteer:
    own = places.with_organisations(organisations) if organisations else places
    return own.with_themes(themes)


@lru_cache(maxsize=2)  # its tables take a second to build, and change only when an officer adds a name
def _places(department: str, aliases: Aliases, areas: tuple[Area, ...]) -> Gazetteer:
    if not aliases and not areas:
        return gazetteer_from_files(department)
    added = dict(aliases)
    return Gazetteer(
        communes=[
            replace(commune, aliases=(*commune.aliases, *added[commune.insee])) if commune.insee in added else commune
            for commune in read_communes(DATA, department)
        ],
        areas=[*read_areas(DATA), *areas],
        themes=read_themes(THEMES_FILE),
        departments=[(row["code"], row["name"]) for row in rows(DATA, "departments.csv")],
        neighbours=read_neighbours(DATA),
    )


def installed_themes() -> tuple[Theme, ...]:
    """The themes as editors have them; each with the headings that they, officers and published bulletins gave it.

    A heading is one theme's only: what stands with a theme beats what an officer chose in an import, and that beats
    what a bulletin printed, the latest first. Drafts teach nothing.
    """
    rows = list(themed.Theme.objects.all())
    if not rows:
        return read_themes(THEMES_FILE)
    claimed = {key(heading) for row in rows for heading in (row.name, *row.headings)}
    learned: dict[int, list[str]] = defaultdict(list)
    for heading, theme in (*learned_headings(), *_published_headings()):
        if (words := key(heading)) and words not in claimed:
            claimed.add(words)
            learned[theme].append(heading)
    return tuple(
        Theme(
            row.slug,
            row.name,
            words=themed.entries_of(row.words),
            near_words=themed.entries_of(row.near_words),
            headings=(*row.headings, *learned[row.pk]),
        )
        for row in rows
    )


def _published_headings() -> list[tuple[str, int]]:
    sections = Section.objects.filter(bulletin__in=Bulletin.objects.published()).exclude(heading="")
    return list(sections.order_by("-bulletin__published_at", "pk").values_list("heading", "theme"))


def _department() -> str | None:
    territory = places.Territory.objects.prefetch_related("departments").first()
    codes = sorted(area.code for area in territory.departments.all()) if territory else []
    return (TERRITORY if TERRITORY in codes else codes[0]) if codes else None


def _added_aliases() -> Aliases:
    """Aliases that no official list or file of ours has."""
    known, _ = _names_of_files()
    added: dict[str, list[str]] = defaultdict(list)
    for insee, name in places.CommuneAlias.objects.filter(kind=places.CommuneAlias.Kind.USAGE).values_list(
        "commune", "name"
    ):
        if (insee, name) not in known:
            added[insee].append(name)
    return tuple((insee, tuple(sorted(names))) for insee, names in sorted(added.items()))


def _added_areas() -> tuple[Area, ...]:
    """Areas that officers made. Only these are read whole: this is asked at every pause of whoever types."""
    _, known = _names_of_files()
    customary = places.Area.objects.customary()
    added = [pk for pk, name in customary.values_list("pk", "name") if name not in known]
    if not added:
        return ()
    return tuple(
        Area(
            area.name,
            area.kind,
            tuple(alias.name for alias in area.aliases.all()),
            communes=tuple(sorted(commune.pk for commune in area.communes.all())),
        )
        for area in customary.filter(pk__in=added).prefetch_related("aliases", "communes")
    )


@lru_cache(maxsize=1)
def _names_of_files() -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
    """Aliases (with their commune) and areas that the files name; they change with a new release only."""
    aliases = frozenset((row["insee"], row["alias"]) for row in rows(DATA, "usage_aliases.csv"))
    return aliases, frozenset(area.name for area in read_areas(DATA))


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
