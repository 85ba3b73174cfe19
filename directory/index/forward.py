"""What each document holds, the other way round: of few documents it is quicker to read than to meet every set.

A thousand options are a thousand intersections, however few documents were found. Here each document has a row of keys,
two bytes each (four where there are many keys), found by its number; what does not fit stands in a row of the next
layer, which few documents have. Keys that many documents have stay with their sets: one intersection is cheaper than to
read them of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from pyroaring import BitMap

from directory.index.reach import Derived, Reach
from directory.index.sets import AREA, AUDIENCE, BULLETIN, COMMUNE, KIND, THEME, Sets

HELD = (THEME, KIND, AUDIENCE, BULLETIN, COMMUNE, AREA)
WIDTH = 8  # keys in a row: nine documents in ten of the bench have no more, and rows of 16 bytes are copied at once
# Numbers below `WIDTH` are no keys: each fills up one column, as to raise the same counter time and again is slow. The
# first is that of a key that no document has.
UNHELD = 0
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

    @classmethod
    def empty(cls, documents: np.ndarray, form: type) -> Layer:
        return cls(BitMap(documents), documents, _empty(len(documents), form))

    def of(self, found: BitMap) -> np.ndarray:
        """All the keys of those of the documents that stand here, one after the other."""
        here = found & self.documents
        if not here:
            return self.rows[:0].ravel()
        return self.rows.take(self.numbers.searchsorted(_array(here)), axis=0).ravel()


class Forward:
    """Of one `Sets` and its `Reach`; grows with them. Numbers of keys and of documents stay what they are."""

    def __init__(self, sets: Sets, reach: Reach) -> None:
        self._sets, self._reach = sets, reach
        self._keys: dict[tuple[str, str], int] = {}
        self.named = [("", "")] * WIDTH  # (family, key) by number
        self._common: list[int] = []
        self._late: dict[int, list[int]] = {}  # of the documents that came after
        self._count = len(sets.ids)
        sizes = np.zeros(self._count, np.uint16)
        for _, documents in self._read():
            sizes[documents] += 1
        form = np.uint16 if self.width < 1 << 16 else np.uint32
        self._rows = _empty(self._count, form)
        self._more: list[Layer] = []
        while len(numbers := np.flatnonzero(sizes > WIDTH * (len(self._more) + 1)).astype(np.uint32)):
            self._more.append(Layer.empty(numbers, form))
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
                    if number not in self._common:
                        self._common.append(number)
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

    @property
    def width(self) -> int:
        """Of an array of counts, as many keys as there are now."""
        return len(self.named)

    def places(self, family: str, keys: Iterable[str]) -> np.ndarray:
        """Where the counts of these keys stand."""
        return np.array([self._keys.get((family, key), UNHELD) for key in keys], np.intp)

    def counts(self, found: BitMap, among: np.ndarray | None = None) -> np.ndarray:
        """How many of the documents have each key; where places are given, of these keys at least."""
        keys = self.width - WIDTH
        options = keys if among is None else len(among)
        if len(found) * keys < max(FEWEST * keys, self._count / SHARE) * options:
            return self._by_documents(found)
        return self._by_sets(found, range(WIDTH, self.width) if among is None else among.tolist())

    def _by_documents(self, found: BitMap) -> np.ndarray:
        documents, width = _array(found), self.width
        late: list[int] = []
        if len(documents) and documents[-1] >= self._count:
            first = int(documents.searchsorted(self._count))
            late = list(chain.from_iterable(self._late.get(one, ()) for one in documents[first:].tolist()))
            documents = documents[:first]
        keys = [self._rows.take(documents, axis=0).ravel()]
        for layer in self._more:
            if not len(more := layer.of(found)):
                break
            keys.append(more)
        if late:
            keys.append(np.array(late, np.uint32))
        counts = np.bincount(np.concatenate(keys) if len(keys) > 1 else keys[0], minlength=width)
        counts[:WIDTH] = 0
        for number in self._common:
            counts[number] = found.intersection_cardinality(self._set(number))
        return counts

    def _by_sets(self, found: BitMap, numbers: Iterable[int]) -> np.ndarray:
        counts = np.zeros(self.width, np.intp)
        for number in numbers:
            if number >= WIDTH:
                counts[number] = found.intersection_cardinality(self._set(number))
        return counts

    def held(self, document: int) -> list[int]:
        """The numbers of all the keys of a document."""
        if document < self._count:
            keys = [self._rows[document]]
            for layer in self._more:
                keys.append(layer.of(BitMap([document])))
            held = [number for number in np.concatenate(keys).tolist() if number >= WIDTH]
        else:
            held = list(self._late.get(document, ()))
        return held + [number for number in self._common if document in self._set(number)]

    def _set(self, number: int) -> BitMap:
        family, key = self.named[number]
        return self._sets.families[family][key] if family in HELD else self._reach.of(family, key)

    def _number(self, family: str, key: str) -> int:
        number = self._keys.get((family, key))
        if number is None:
            # Named first: whoever knows the number finds what it is called.
            self.named.append((family, key))
            self._keys[family, key] = number = len(self.named) - 1
        return number


def _empty(count: int, form: type) -> np.ndarray:
    return np.tile(np.arange(WIDTH, dtype=form), (count, 1))


def _array(documents: BitMap) -> np.ndarray:
    return np.frombuffer(documents.to_array(), np.uint32)
