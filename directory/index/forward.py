"""What each document holds, the other way round: of few documents it is quicker to read than to meet every set.

A thousand options are a thousand intersections, however few documents were found. Here each document has a row of keys,
two bytes each (four where there are many keys), found by its number; what does not fit stands in a row of the next
layer, which few documents have. Keys that many documents have stay with their sets: one intersection is cheaper than to
read them of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from pyroaring import BitMap

from directory.index.reach import Derived, Reach
from directory.index.sets import AUDIENCE, BULLETIN, COMMUNE, KIND, THEME, Sets

HELD = (THEME, KIND, AUDIENCE, BULLETIN, COMMUNE)
UNHELD = 0  # the number of a key that no document has, and what fills a row up
WIDTH = 8  # keys in a row: nine documents in ten of the bench have no more, and rows of 16 bytes are copied at once
# An intersection takes the time of three documents, or, where the sets are large, of its share of one document in six:
# beyond as many for each option the sets are quicker (decision 17).
FEWEST, SHARE = 3, 6
COMMON = 3  # a key that one document in so many has is counted by its set


@dataclass(frozen=True)
class Layer:
    """The rows of some documents, in their order; of all of them in the first layer."""

    documents: BitMap
    numbers: np.ndarray
    rows: np.ndarray

    def of(self, found: BitMap) -> np.ndarray:
        """All the keys of those of the documents that stand here, one after the other."""
        return self.rows.take(np.searchsorted(self.numbers, _array(found & self.documents)), axis=0).ravel()


class Forward:
    """Of one `Sets` and its `Reach`; grows with them. Numbers of keys and of documents stay what they are."""

    def __init__(self, sets: Sets, reach: Reach) -> None:
        self._sets, self._reach = sets, reach
        self._keys: dict[tuple[str, str], int] = {}
        self._common: dict[int, tuple[str, str]] = {}
        self._late: dict[int, list[int]] = {}  # of the documents that came after
        self._count = len(sets.ids)
        sizes = np.zeros(self._count, np.uint16)
        for _, documents in self._read():
            sizes[documents] += 1
        form = np.uint16 if len(self._keys) < 1 << 16 else np.uint32
        self._rows = np.zeros((self._count, WIDTH), form)
        self._more: list[Layer] = []
        while len(numbers := np.flatnonzero(sizes > WIDTH * (len(self._more) + 1)).astype(np.uint32)):
            self._more.append(Layer(BitMap(numbers), numbers, np.zeros((len(numbers), WIDTH), form)))
        sizes[:] = 0
        for number, documents in self._read():
            places = sizes[documents]
            self._write(number, documents, places)
            sizes[documents] += 1

    def _read(self) -> Iterator[tuple[int, np.ndarray]]:
        """The number of each key that is not common, and its documents."""
        families = {family: self._sets.families[family] for family in HELD} | self._reach.derived
        for family, keys in families.items():
            for key, documents in keys.items():
                number = self._number(family, key)
                if len(documents) * COMMON > self._count:
                    self._common[number] = family, key
                else:
                    yield number, _array(documents)

    def _write(self, number: int, documents: np.ndarray, places: np.ndarray) -> None:
        """The key into the row of each, at its place; what lies behind a row goes into the next layer."""
        is_here = places < WIDTH
        self._rows[documents[is_here], places[is_here]] = number
        for layer in self._more:
            documents, places = documents[~is_here], places[~is_here] - WIDTH
            if not len(documents):
                return
            is_here = places < WIDTH
            layer.rows[np.searchsorted(layer.numbers, documents[is_here]), places[is_here]] = number

    def grow(self, families: dict[str, dict[str, np.ndarray]], derived: Derived, sets: Sets) -> None:
        """Take in what the sets and their reach have just taken in."""
        for family in HELD:
            for key, ids in families.get(family, {}).items():
                # a commune may be named twice, as a place and as who gains
                self._take_in(family, key, BitMap(sets.numbers(ids)))
        for family, keys in derived.items():
            for key, documents in keys.items():
                self._take_in(family, key, documents)

    def _take_in(self, family: str, key: str, documents: BitMap) -> None:
        number = self._number(family, key)
        if number not in self._common:
            for document in documents:
                self._late.setdefault(document, []).append(number)

    def places(self, family: str, keys: list[str]) -> np.ndarray:
        """Where the counts of these keys stand."""
        return np.array([self._keys.get((family, key), UNHELD) for key in keys], np.intp)

    def is_worth(self, found: BitMap, options: int | None = None) -> bool:
        """Whether so many options, or all of them, are counted sooner from the documents than from the sets."""
        keys = len(self._keys)
        return len(found) * keys < max(FEWEST * keys, self._count / SHARE) * (keys if options is None else options)

    def counts(self, found: BitMap) -> np.ndarray:
        """How many of the documents have each key."""
        documents, least = _array(found), len(self._keys) + 1
        late: list[int] = []
        if len(documents) and documents[-1] >= self._count:
            first = int(np.searchsorted(documents, self._count))
            late = list(chain.from_iterable(self._late.get(one, ()) for one in documents[first:].tolist()))
            documents = documents[:first]
        counts = np.bincount(self._rows.take(documents, axis=0).ravel(), minlength=least)
        for layer in self._more:
            keys = layer.of(found)
            if not len(keys):
                break
            counts += np.bincount(keys, minlength=least)
        if late:
            counts += np.bincount(late, minlength=least)
        counts[UNHELD] = 0
        for number, (family, key) in self._common.items():
            held = self._sets.families[family][key] if family in HELD else self._reach.of(family, key)
            counts[number] = found.intersection_cardinality(held)
        return counts

    def _number(self, family: str, key: str) -> int:
        return self._keys.setdefault((family, key), len(self._keys) + 1)


def _array(documents: BitMap) -> np.ndarray:
    return np.frombuffer(documents.to_array(), np.uint32)
