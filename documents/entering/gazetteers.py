"""The gazetteer of this installation: the official lists, with the names and areas that officers have added."""

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
    read_themes,
    rows,
)
from initiatives import models as themed
from recognition.gazetteer import Area, Gazetteer, Theme
from recognition.normalise import key

Aliases = tuple[tuple[str, tuple[str, ...]], ...]


def installed_gazetteer() -> Gazetteer:
    """From the files and the database; from the files alone where the database is away."""
    try:
        department, aliases, areas, themes = _department(), (), (), installed_themes()
        if department is not None:
            aliases, areas = _added_aliases(), _added_areas()
    except DatabaseError:
        return gazetteer_from_files()
    return _gazetteer(department or TERRITORY, aliases, areas, themes)


@lru_cache(maxsize=2)
def _gazetteer(department: str, aliases: Aliases, areas: tuple[Area, ...], themes: tuple[Theme, ...]) -> Gazetteer:
    return _places(department, aliases, areas).with_themes(themes)


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
