"""How many of the found documents each option of a filter has: the twin of `directory.finding.counting`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyroaring import BitMap

from communes.models import Area
from directory.index.current import State
from directory.index.sets import AREA, AUDIENCE, BULLETIN, COMMUNE, KIND, NOTHING, THEME
from organisations.models import Organisation


@dataclass(frozen=True)
class Listed:
    """The options that a filter offers to everybody, column by column: a page counts more than a thousand of them."""

    values: list[str]
    labels: list[str]
    documents: list[BitMap]
    groups: list[tuple]

    @classmethod
    def of(cls, options: Iterable[tuple]) -> Listed:
        """Options as (value, label, documents), of a commune also its EPCI."""
        columns = [(value, label, documents, tuple(group)) for value, label, documents, *group in options]
        return cls(*(list(column) for column in zip(*columns, strict=True))) if columns else cls([], [], [], [])


def counted(state: State, name: str, found: BitMap) -> list[tuple]:
    """(value, label, count), of a commune also its EPCI. The same options as there.

    What is listed depends on no search, nor do the counts without any: both are kept until something changes.
    """
    kept = state.kept
    if name not in kept:
        kept[name] = Listed.of(LISTED[name](state))
    if found is not state.alive:
        return _counts(state, name, found)
    if (name, "counts") not in kept:
        kept[name, "counts"] = _counts(state, name, found)
    return kept[name, "counts"]


def _counts(state: State, name: str, found: BitMap) -> list[tuple]:
    options: Listed = state.kept[name]
    if name != "commune":
        return list(
            zip(options.values, options.labels, map(found.intersection_cardinality, options.documents), strict=True)
        )
    counts = state.reach.counts(found, options.values, options.documents)
    rows = zip(options.values, options.labels, counts, options.groups, strict=True)
    return [(value, label, count, *group) for value, label, count, group in rows]


def _themes(state: State) -> Iterator[tuple]:
    held = state.sets.families[THEME]
    for key, slug, name in state.vocabulary.themes:
        yield slug, name, held.get(key, NOTHING)


def _kinds(state: State) -> Iterator[tuple]:
    labels = dict(Organisation.Kind.choices)
    for kind, documents in list(state.sets.families[KIND].items()):
        if _lives(state, documents):
            yield kind, str(labels.get(kind, kind)), documents


def _audiences(state: State) -> Iterator[tuple]:
    held = state.sets.families[AUDIENCE]
    for key, slug, name in state.vocabulary.audiences:
        if key in held and _lives(state, held[key]):
            yield slug, name, held[key]


def _bulletins(state: State) -> Iterator[tuple]:
    held = state.sets.families[BULLETIN]
    for key, value, label in state.vocabulary.bulletins:
        yield value, label, held.get(key, NOTHING)


def _communes(state: State) -> Iterator[tuple]:
    named = state.sets.families[COMMUNE]
    for insee, commune in state.vocabulary.communes.items():
        if insee in named and _lives(state, named[insee]):
            yield insee, commune.label, named[insee], commune.epci


def _areas(state: State) -> Iterator[tuple]:
    """Areas that an initiative names, and the EPCI of its communes, each with all that happens in it."""
    covering, named, communes = state.sets.families[AREA], state.sets.families[COMMUNE], state.vocabulary.communes
    inhabited = {row.epci for insee, row in communes.items() if insee in named and _lives(state, named[insee])}
    for key, area in state.vocabulary.areas.items():
        inside = state.reach.inside.get(key)
        if inside is None or not _lives(state, inside):
            continue
        covers = key in covering and _lives(state, covering[key])
        if covers or (area.kind == Area.Kind.EPCI and int(key) in inhabited):
            yield area.slug, area.label, inside


LISTED = {
    "theme": _themes,
    "type": _kinds,
    "public": _audiences,
    "bulletin": _bulletins,
    "commune": _communes,
    "territoire": _areas,
}


def _lives(state: State, documents: BitMap) -> bool:
    return bool(documents) if state.is_plain else documents.intersect(state.alive)
