"""The keys of each document, in rows of one width, found by its number; what does not fit stands in a row of the next
layer, which few documents have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np
from pyroaring import BitMap

# Numbers below are no keys. Each fills up one column of the rows, as to raise the same counter time and again is slow.
FILLERS = 8
Pairs = Iterable[tuple[int, np.ndarray]]  # a key and its documents


@dataclass(frozen=True)
class Layer:
    """The rows of some documents, in their order."""

    documents: BitMap
    numbers: np.ndarray
    rows: np.ndarray

    def of(self, found: BitMap) -> np.ndarray | None:
        """All the keys of those of the documents that stand here, one after the other."""
        here = found & self.documents
        return self.rows.take(self.numbers.searchsorted(as_array(here)), axis=0).ravel() if here else None


class Rows:
    """Of documents 0 to `count`, and of those that come after, which have no rows but lists."""

    def __init__(self, count: int, width: int, form: type, pairs: Callable[[], Pairs]) -> None:
        self._count, self._width = count, width
        self._late: dict[int, list[int]] = {}
        sizes = np.zeros(count, np.uint16)
        for _, documents in pairs():
            sizes[documents] += 1
        self._rows = _empty(count, width, form)
        self._more: list[Layer] = []
        while len(numbers := np.flatnonzero(sizes > width * (len(self._more) + 1)).astype(np.uint32)):
            self._more.append(Layer(BitMap(numbers), numbers, _empty(len(numbers), width, form)))
        sizes[:] = 0
        for number, documents in pairs():
            self._write(number, documents, sizes[documents])
            sizes[documents] += 1

    def _write(self, number: int, documents: np.ndarray, places: np.ndarray) -> None:
        """The key into the row of each, at its place; what lies behind a row goes into the next layer."""
        is_here = places < self._width
        self._rows[documents[is_here], places[is_here]] = number
        for layer in self._more:
            documents, places = documents[~is_here], places[~is_here] - self._width
            if not len(documents):
                return
            is_here = places < self._width
            layer.rows[layer.numbers.searchsorted(documents[is_here]), places[is_here]] = number

    def add(self, number: int, documents: Iterable[int]) -> None:
        """A key of documents that came after."""
        for document in documents:
            self._late.setdefault(document, []).append(number)

    def keys(self, found: BitMap) -> np.ndarray:
        """All the keys of what is found, fillers among them, in no order."""
        documents = as_array(found)
        held = []
        if len(documents) and documents[-1] >= self._count:
            first = int(documents.searchsorted(self._count))
            late = chain.from_iterable(self._late.get(one, ()) for one in documents[first:].tolist())
            held.append(np.fromiter(late, np.uint32))
            documents = documents[:first]
        held.append(self._rows.take(documents, axis=0).ravel())
        for layer in self._more:
            if (more := layer.of(found)) is None:
                break
            held.append(more)
        return np.concatenate(held) if len(held) > 1 else held[0]


def as_array(documents: BitMap) -> np.ndarray:
    return np.frombuffer(documents.to_array(), np.uint32)


def _empty(count: int, width: int, form: type) -> np.ndarray:
    return np.tile(np.arange(width, dtype=form), (count, 1))
