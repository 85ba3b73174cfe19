"""What each document holds, the other way round: of few documents it is quicker to read than to meet every set.

A thousand options are a thousand intersections, however few documents were found. Here the keys of each document stand
one behind the other, two bytes each (four where there are many keys), found by its number.
"""

from __future__ import annotations

from itertools import chain

import numpy as np
from pyroaring import BitMap

from directory.index.sets import AUDIENCE, BULLETIN, COMMUNE, KIND, THEME, Sets

HELD = (THEME, KIND, AUDIENCE, BULLETIN, COMMUNE)
UNHELD = 0  # the number of a key that no document has
# Documents that are read in the time of one intersection, and beyond which the sets are quicker (`bench/RESULTS.md`).
WORTH = 40


class Forward:
    """Of one `Sets`; grows with it. Numbers of keys and of documents stay what they are."""

    def __init__(self, sets: Sets) -> None:
        self._keys: dict[tuple[str, str], int] = {}
        self._late: dict[int, list[int]] = {}  # of the documents that came after
        every = [(family, key, documents) for family in HELD for key, documents in sets.families[family].items()]
        held = [(self._number(family, key), documents) for family, key, documents in every]
        count = len(sets.ids)
        documents = [np.array(found.to_array(), np.uint32) for _, found in held]
        sizes = np.bincount(np.concatenate(documents), minlength=count) if documents else np.zeros(count, np.int64)
        self._starts = np.zeros(count + 1, np.uint32)
        np.cumsum(sizes, out=self._starts[1:])
        self._held = np.empty(int(self._starts[-1]), np.uint16 if len(held) < 1 << 16 else np.uint32)
        free = self._starts[:-1].copy()
        for (number, _), numbers in zip(held, documents, strict=True):
            self._held[free[numbers]] = number
            free[numbers] += 1

    def grow(self, families: dict[str, dict[str, np.ndarray]], sets: Sets) -> None:
        """Take in what the sets have just taken in."""
        for family in HELD:
            for key, ids in families.get(family, {}).items():
                number = self._number(family, key)
                for document in BitMap(sets.numbers(ids)):  # a commune may be named twice, as a place and as who gains
                    self._late.setdefault(document, []).append(number)

    def places(self, family: str, keys: list[str]) -> np.ndarray:
        """Where the counts of these keys stand."""
        return np.array([self._keys.get((family, key), UNHELD) for key in keys], np.intp)

    def is_worth(self, found: BitMap) -> bool:
        return len(found) < WORTH * len(self._keys)

    def counts(self, found: BitMap) -> np.ndarray:
        """How many of the documents have each key."""
        documents = np.array(found.to_array(), np.uint32)
        known = len(self._starts) - 1
        late = documents[np.searchsorted(documents, known) :].tolist()
        documents = documents[: len(documents) - len(late)]
        starts = self._starts[documents]
        sizes = self._starts[documents + 1] - starts
        ends = np.cumsum(sizes)
        places = np.repeat(starts - ends + sizes, sizes) + np.arange(ends[-1] if len(ends) else 0, dtype=np.uint32)
        counts = np.bincount(self._held[places], minlength=len(self._keys) + 1)
        if late:
            held = list(chain.from_iterable(self._late.get(document, ()) for document in late))
            counts = counts + np.bincount(held, minlength=len(counts))[: len(counts)]
        return counts

    def _number(self, family: str, key: str) -> int:
        return self._keys.setdefault((family, key), len(self._keys) + 1)
