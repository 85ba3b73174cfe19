"""How many of the found documents each option of a filter has: the twin of `directory.finding.counting`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from communes.models import Area
from directory.index.current import State
from directory.index.forward import UNHELD
from directory.index.sets import AREA, AUDIENCE, BULLETIN, COMMUNE, KIND, NOTHING, THEME
from organisations.models import Organisation


@dataclass(frozen=True)
class Listed:
    """The options that a filter offers to everybody, column by column: a page counts more than a thousand of them."""

    values: list[str]
    labels: list[str]
    documents: list[BitMap]
    groups: list[list]  # of communes alone: their EPCI, the only column
    places: np.ndarray  # of their counts among those of `Forward`
    surroundings: np.ndarray | None  # of communes alone (`Reach.surroundings`)

    @classmethod
    def of(cls, name: str, state: State) -> Listed:
        list_, family = LISTED[name]
        columns = [list(column) for column in zip(*list_(state), strict=True)] or [[], [], [], []]
        keys, values, labels, documents, *groups = columns
        around = state.reach.surroundings(keys) if family == COMMUNE else None
        return cls(values, labels, documents, groups, state.forward.places(family, keys), around)


def counted(state: State, name: str, found: BitMap, held: dict[int, np.ndarray]) -> Iterable[tuple]:
    """(value, label, count), of a commune also its EPCI. The same options as there.

    What is listed depends on no search, nor do the counts without any: both are kept until something changes. `held` is
    what one search keeps of the sets that it found, by their identity: most filters count the same.
    """
    kept = state.kept
    if name not in kept:
        kept[name] = Listed.of(name, state)
    if found is not state.alive:
        return _counts(state, name, found, held)
    if (name, "counts") not in kept:
        kept[name, "counts"] = list(_counts(state, name, found, held))
    return kept[name, "counts"]


def _counts(state: State, name: str, found: BitMap, held: dict[int, np.ndarray]) -> Iterator[tuple]:
    options: Listed = state.kept[name]
    if name != "territoire" and state.forward.is_worth(found):
        if id(found) not in held:
            held[id(found)] = state.forward.counts(found)
        counts = held[id(found)]
        # A key that came after these were counted: none of the found has it.
        counts = counts[np.where(options.places < len(counts), options.places, UNHELD)]
    else:
        counts = np.array(list(map(found.intersection_cardinality, options.documents)), np.intp)
    if options.surroundings is not None:
        counts = state.reach.reaching(found, counts, options.surroundings, options.values)
    return zip(options.values, options.labels, counts.tolist(), *options.groups, strict=True)


def _themes(state: State) -> Iterator[tuple]:
    held = state.sets.families[THEME]
    for key, slug, name in state.vocabulary.themes:
        yield key, slug, name, held.get(key, NOTHING)


def _kinds(state: State) -> Iterator[tuple]:
    labels = dict(Organisation.Kind.choices)
    for kind, documents in list(state.sets.families[KIND].items()):
        if _lives(state, documents):
            yield kind, kind, str(labels.get(kind, kind)), documents


def _audiences(state: State) -> Iterator[tuple]:
    held = state.sets.families[AUDIENCE]
    for key, slug, name in state.vocabulary.audiences:
        if key in held and _lives(state, held[key]):
            yield key, slug, name, held[key]


def _bulletins(state: State) -> Iterator[tuple]:
    held = state.sets.families[BULLETIN]
    for key, value, label in state.vocabulary.bulletins:
        yield key, value, label, held.get(key, NOTHING)


def _communes(state: State) -> Iterator[tuple]:
    named = state.sets.families[COMMUNE]
    for insee, commune in state.vocabulary.communes.items():
        if insee in named and _lives(state, named[insee]):
            yield insee, insee, commune.label, named[insee], commune.epci


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
            yield key, area.slug, area.label, inside


# Filter → its options as (key, value, label, documents), of a commune also its EPCI; and the family of their keys.
LISTED = {
    "theme": (_themes, THEME),
    "type": (_kinds, KIND),
    "public": (_audiences, AUDIENCE),
    "bulletin": (_bulletins, BULLETIN),
    "commune": (_communes, COMMUNE),
    "territoire": (_areas, AREA),
}


def _lives(state: State, documents: BitMap) -> bool:
    return bool(documents) if state.is_plain else documents.intersect(state.alive)
