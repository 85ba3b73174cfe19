"""How many of the found documents each option of a filter has: the twin of `directory.finding.counting`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np
from pyroaring import BitMap

from communes.models import Area
from directory.finding.counting import in_order, label_key
from directory.index.current import State
from directory.index.forward import UNHELD
from directory.index.reach import INSIDE, TWICE
from directory.index.sets import AREA, AUDIENCE, BULLETIN, COMMUNE, KIND, NOTHING, THEME
from organisations.models import Organisation


@dataclass(frozen=True)
class Listed:
    """The options that a filter offers to everybody, column by column, in the order in which equal counts stand."""

    values: list[str]
    labels: list[str]
    documents: list[BitMap]
    groups: list[list]  # of communes alone: their EPCI, the only column
    places: np.ndarray  # of their counts among those of `Forward`
    twice: np.ndarray | None  # of communes alone: the places of what reaches them twice
    surroundings: np.ndarray | None  # of communes alone (`Reach.surroundings`)
    is_by_count: bool

    @classmethod
    def of(cls, name: str, state: State) -> Listed:
        list_, family = LISTED[name]
        rows = list(list_(state))
        is_by_count = name not in IN_THEIR_ORDER
        if is_by_count:
            rows.sort(key=lambda row: label_key(row[2]))
        columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
        keys, values, labels, documents, *groups = columns
        is_communes = family == COMMUNE
        return cls(
            values,
            labels,
            documents,
            groups,
            state.forward.places(family, keys),
            state.forward.places(TWICE, keys) if is_communes else None,
            state.reach.surroundings(keys) if is_communes else None,
            is_by_count,
        )

    @cached_property
    def by_value(self) -> dict[str, int]:
        return {value: place for place, value in enumerate(self.values)}

    def rows(self, places: list[int], numbers: list[int]) -> list[tuple]:
        values, labels = self.values, self.labels
        if not self.groups:
            return [(values[at], labels[at], n) for at, n in zip(places, numbers, strict=True)]
        (groups,) = self.groups
        return [(values[at], labels[at], n, groups[at]) for at, n in zip(places, numbers, strict=True)]


@dataclass(frozen=True)
class Counts:
    """Of each option of a filter, how many of the found have it."""

    options: Listed
    numbers: np.ndarray

    def __iter__(self) -> Iterator[tuple]:
        """(value, label, count), of a commune also its EPCI, in no order that a page shows."""
        return zip(self.options.values, self.options.labels, self.numbers.tolist(), *self.options.groups, strict=True)

    @cached_property
    def held(self) -> np.ndarray:
        """Places of the options that some of the found have, as they are listed."""
        (some,) = self.numbers.nonzero()
        if not self.options.is_by_count:
            return some
        return some[(-self.numbers[some]).argsort(kind="stable")]

    @cached_property
    def unheld(self) -> np.ndarray:
        (none,) = (self.numbers == 0).nonzero()
        return none


class InOrder(Sequence[tuple]):
    """The options as a page lists them (`finding.counting.in_order`). Rows are made of those that are looked at."""

    def __init__(self, counts: Counts, chosen: Mapping[str, str]) -> None:
        self._counts, options = counts, counts.options
        self._first: list[tuple] = []
        self._places = [options.by_value[value] for value in chosen if value in options.by_value]
        if chosen:
            rows = options.rows(self._places, counts.numbers[self._places].tolist())
            self._first = in_order(rows, chosen, is_by_count=options.is_by_count)
        self._held = self._unchosen(counts.held)

    def held(self, most: int | None = None) -> list[tuple]:
        """The first ones of those that are chosen and those that some of the found have."""
        held = self._held[: None if most is None else max(0, most - len(self._first))]
        return self._first[:most] + self._rows(held)

    def __len__(self) -> int:
        return len(self._first) + len(self._counts.numbers) - len(self._places)

    @overload
    def __getitem__(self, at: int) -> tuple: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple]: ...
    def __getitem__(self, at: int | slice) -> tuple | list[tuple]:
        if isinstance(at, int):
            place = range(len(self))[at]
            return self[place : place + 1][0]
        start, stop, _ = at.indices(len(self))  # whole pieces alone are asked for
        ahead, held = len(self._first), len(self._held)
        rows = self._first[start:stop]
        rows += self._rows(self._held[max(0, start - ahead) : max(0, stop - ahead)])
        if stop > ahead + held:
            unheld = self._unchosen(self._counts.unheld)
            rows += self._rows(unheld[max(0, start - ahead - held) : stop - ahead - held])
        return rows

    def _unchosen(self, places: np.ndarray) -> np.ndarray:
        return places[~np.isin(places, self._places)] if self._places else places

    def _rows(self, places: np.ndarray) -> list[tuple]:
        return self._counts.options.rows(places.tolist(), self._counts.numbers[places].tolist())


def counted(state: State, name: str, found: BitMap, held: dict[int, np.ndarray], *, is_alone: bool) -> Counts:
    """The same options as there.

    What is listed depends on no search, nor do the counts without any: both are kept until something changes. `held` is
    what one search keeps of the sets that it found, by their identity: most filters count the same. A filter in use
    `is_alone` with what all others find.
    """
    kept = state.kept
    if name not in kept:
        kept[name] = Listed.of(name, state)
    if found is not state.alive:
        return Counts(kept[name], _numbers(state, kept[name], found, held, is_alone=is_alone))
    if (name, "counts") not in kept:
        kept[name, "counts"] = Counts(kept[name], _numbers(state, kept[name], found, held, is_alone=False))
    return kept[name, "counts"]


def _numbers(
    state: State, options: Listed, found: BitMap, held: dict[int, np.ndarray], *, is_alone: bool
) -> np.ndarray:
    twice: np.ndarray | None = None
    if id(found) in held or state.forward.is_worth(found, len(options.values) if is_alone else None):
        if id(found) not in held:
            held[id(found)] = state.forward.counts(found)
        counts = held[id(found)]
        numbers = _at(options.places, counts)
        if options.twice is not None:
            twice = _at(options.twice, counts)
    else:
        numbers = np.array(list(map(found.intersection_cardinality, options.documents)), np.intp)
        if options.twice is not None and state.reach.overlap:
            both = state.reach.overlap
            told = (both.get(insee, NOTHING) for insee in options.values)
            twice = np.array(list(map(found.intersection_cardinality, told)), np.intp)
    if options.surroundings is not None:
        numbers = numbers + state.reach.covering(found)[options.surroundings]
        if twice is not None:
            numbers -= twice
    return numbers


def _at(places: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """A key that came after these were counted stands beyond them: none of the found has it."""
    try:
        return counts[places]
    except IndexError:
        return counts[np.where(places < len(counts), places, UNHELD)]


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


IN_THEIR_ORDER = ("bulletin",)
# Filter → its options as (key, value, label, documents), of a commune also its EPCI; and the family of their keys.
LISTED = {
    "theme": (_themes, THEME),
    "type": (_kinds, KIND),
    "public": (_audiences, AUDIENCE),
    "bulletin": (_bulletins, BULLETIN),
    "commune": (_communes, COMMUNE),
    "territoire": (_areas, INSIDE),
}


def _lives(state: State, documents: BitMap) -> bool:
    return bool(documents) if state.is_plain else documents.intersect(state.alive)
