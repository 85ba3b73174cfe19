"""How many of the found documents each option of a filter has: the twin of `directory.finding.counting`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyroaring import BitMap

from communes.models import Area
from directory.index.current import State
from directory.index.sets import AREA, AUDIENCE, BULLETIN, COMMUNE, KIND, THEME
from organisations.models import Organisation


def counted(state: State, name: str, found: BitMap) -> Iterable[tuple]:
    """(value, label, count), of a commune also its EPCI. The same options as there."""
    if found is not state.alive:
        return COUNTED[name](state, found)
    # Without any other filter the counts are the same for everybody until something changes.
    if name not in state.kept:
        state.kept[name] = list(COUNTED[name](state, found))
    return state.kept[name]


def _themes(state: State, found: BitMap) -> Iterator[tuple]:
    held = state.sets.families[THEME]
    for key, slug, name in state.vocabulary.themes:
        yield slug, name, _count(found, held.get(key))


def _kinds(state: State, found: BitMap) -> Iterator[tuple]:
    labels = dict(Organisation.Kind.choices)
    for kind, documents in list(state.sets.families[KIND].items()):
        if _lives(state, documents):
            yield kind, str(labels.get(kind, kind)), _count(found, documents)


def _audiences(state: State, found: BitMap) -> Iterator[tuple]:
    held = state.sets.families[AUDIENCE]
    for key, slug, name in state.vocabulary.audiences:
        if key in held and _lives(state, held[key]):
            yield slug, name, _count(found, held[key])


def _bulletins(state: State, found: BitMap) -> Iterator[tuple]:
    held = state.sets.families[BULLETIN]
    for key, value, label in state.vocabulary.bulletins:
        yield value, label, _count(found, held.get(key))


def _communes(state: State, found: BitMap) -> Iterator[tuple]:
    named = state.sets.families[COMMUNE]
    counts = state.reach.counts(found, named)
    for insee, commune in state.vocabulary.communes.items():
        if insee in named and _lives(state, named[insee]):
            yield insee, commune.label, counts[insee], commune.epci


def _areas(state: State, found: BitMap) -> Iterator[tuple]:
    covering, named, communes = state.sets.families[AREA], state.sets.families[COMMUNE], state.vocabulary.communes
    inhabited = {row.epci for insee, row in communes.items() if insee in named and _lives(state, named[insee])}
    for key, area in state.vocabulary.areas.items():
        inside = state.reach.inside.get(key)
        if inside is None or not _lives(state, inside):
            continue
        covers = key in covering and _lives(state, covering[key])
        if covers or (area.kind == Area.Kind.EPCI and int(key) in inhabited):
            yield area.slug, area.label, _count(found, inside)


COUNTED = {
    "theme": _themes,
    "type": _kinds,
    "public": _audiences,
    "bulletin": _bulletins,
    "commune": _communes,
    "territoire": _areas,
}


def _count(found: BitMap, documents: BitMap | None) -> int:
    return found.intersection_cardinality(documents) if documents is not None else 0


def _lives(state: State, documents: BitMap) -> bool:
    return bool(documents) if state.is_plain else documents.intersect(state.alive)
