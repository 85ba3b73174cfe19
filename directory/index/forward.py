"""What each document holds, the other way round: of few documents it is quicker to read than to meet every set.

A thousand options are a thousand intersections, however few documents were found. Here each document has a row of
keys, two bytes each (four where there are many keys), and a short one of what says which communes it reaches, which is
all that a chosen commune's own filter wants. Keys that many documents have stay with their sets: one intersection is
cheaper than to read them of each. Where much was found that is so of more keys, and the rows of the others are shorter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np
from pyroaring import BitMap

from directory.index.facets.rows import FILLERS, Pairs, Rows, as_array
from directory.index.reach import AGAIN, INSIDE, TWICE, Reach
from directory.index.sets import AREA, AUDIENCE, BULLETIN, COMMUNE, KIND, THEME, Families, Sets

HELD = (THEME, KIND, AUDIENCE, BULLETIN, COMMUNE, AREA)
DERIVED = (INSIDE, TWICE, AGAIN)


@dataclass(frozen=True)
class Table:
    """Rows of `width` keys: nine documents in ten of the bench have no more. A key that one document in `common` has is
    counted by its set."""

    families: tuple[str, ...]
    width: int
    common: int


ALL = Table((*HELD, *DERIVED), 8, 3)
SELDOM = Table(ALL.families, 2, 100)
REACHING = Table((COMMUNE, AREA, TWICE, AGAIN), 4, 3)
TABLES = ALL, SELDOM, REACHING
DENSE = 12  # of one document in so many and more, sets are intersected word by word: `SELDOM` does for `ALL`
UNHELD = 0  # the number of a key that no document has
# An intersection takes as long as to read some keys of documents, or, where the sets are large, its share of those of
# one document in so many: beyond as many for each option the sets are quicker (decision 17).
FEWEST, SHARE = 24, 6


class Forward:
    """Of one `Sets` and its `Reach`; grows with them. Numbers of keys and of documents stay what they are."""

    def __init__(self, sets: Sets, reach: Reach) -> None:
        self._sets, self._reach = sets, reach
        self._keys: dict[tuple[str, str], int] = {}
        self.named = [("", "")] * FILLERS  # (family, key) by number
        self._count = len(sets.ids)
        families = {family: sets.families[family] for family in HELD} | reach.derived
        for family, keys in families.items():
            for key in keys:
                self._number(family, key)
        numbers = range(FILLERS, self.width)
        sizes = {number: len(self._set(number)) for number in numbers}
        self._common = {
            table: [
                number
                for number, size in sizes.items()
                if self.named[number][0] in table.families and size * table.common > self._count
            ]
            for table in TABLES
        }
        form = np.uint16 if self.width < 1 << 16 else np.uint32
        self._rows = {table: Rows(self._count, table.width, form, self._reader(table)) for table in TABLES}

    def _reader(self, table: Table) -> Callable[[], Pairs]:
        """What gives each key of a table that is not common, with its documents."""
        common = set(self._common[table])
        keys = enumerate(self.named[FILLERS:], FILLERS)
        numbers = [number for number, (family, _) in keys if family in table.families and number not in common]
        return lambda: ((number, as_array(self._set(number))) for number in numbers)

    def grow(self, added: Families, derived: Families) -> None:
        """Take in what the sets and their reach have just taken in."""
        for family, keys in chain(((family, added.get(family, {})) for family in HELD), derived.items()):
            for key, documents in keys.items():
                self._take_in(family, key, documents)

    def _take_in(self, family: str, key: str, documents: BitMap) -> None:
        number = self._number(family, key)
        for table in TABLES:
            if family in table.families and number not in self._common[table]:
                self._rows[table].add(number, documents)

    @property
    def width(self) -> int:
        """Of an array of counts, as many keys as there are now."""
        return len(self.named)

    def places(self, family: str, keys: Iterable[str]) -> np.ndarray:
        """Where the counts of these keys stand."""
        return np.array([self._keys.get((family, key), UNHELD) for key in keys], np.intp)

    def counts(self, found: BitMap, among: np.ndarray | None = None, table: Table = ALL) -> np.ndarray:
        """How many of the documents have each key of the table; where places are given, of these keys at least."""
        keys = self.width - FILLERS
        options = keys if among is None else len(among)
        if table is ALL and len(found) * DENSE > self._count:
            table = SELDOM
        read = len(found) * table.width
        if read * keys < max(FEWEST * keys, self._count * ALL.width / SHARE) * options:
            return self._by_documents(found, table)
        return self._by_sets(found, range(FILLERS, self.width) if among is None else among.tolist())

    def _by_documents(self, found: BitMap, table: Table) -> np.ndarray:
        counts = np.bincount(self._rows[table].keys(found), minlength=self.width)
        counts[:FILLERS] = 0
        for number in self._common[table]:
            counts[number] = found.intersection_cardinality(self._set(number))
        return counts

    def _by_sets(self, found: BitMap, numbers: Iterable[int]) -> np.ndarray:
        counts = np.zeros(self.width, np.intp)
        for number in numbers:
            if number != UNHELD:
                counts[number] = found.intersection_cardinality(self._set(number))
        return counts

    def held(self, document: int) -> list[int]:
        """The numbers of all the keys of a document."""
        held = [number for number in self._rows[ALL].keys(BitMap([document])).tolist() if number >= FILLERS]
        return held + [number for number in self._common[ALL] if document in self._set(number)]

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
