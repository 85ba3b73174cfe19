"""How many of the found documents each option of a filter has: the twin of `directory.finding.counting`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

import numpy as np

from directory.finding.counting import in_order
from directory.index.facets.listing import IN_THEIR_ORDER, NAMES, Listing

FIRST, LAST = 0, len(NAMES) - 1


PLACES = {name: at for at, name in enumerate(NAMES)}


class Tally:
    """Of each option of one filter, or of several that stand beside each other, how many of the found have it."""

    def __init__(self, listing: Listing, counts: np.ndarray, first: int = FIRST, last: int = LAST) -> None:
        self.listing, self.start = listing, listing.starts[first]
        self.numbers = listing.counted(first, last, counts)
        self._filters = first, last
        self._ordered: tuple[np.ndarray, np.ndarray] | None = None

    @property
    def ordered(self) -> tuple[np.ndarray, np.ndarray]:
        """The places of the options as they are listed, filter by filter, and their numbers."""
        if self._ordered is None:
            places = self.listing.in_order(*self._filters, self.numbers)
            self._ordered = places, self.numbers[places - self.start if self.start else places]
        return self._ordered


class Counts:
    """Of each option of a filter, how many of the found have it, in no order that a page shows."""

    def __init__(self, tally: Tally, name: str) -> None:
        self._tally, self._at = tally, PLACES[name]

    def __iter__(self) -> Iterator[tuple]:
        listing, at = self._tally.listing, self._at
        first, end = listing.starts[at], listing.ends[at]
        numbers = self._tally.numbers[first - self._tally.start : end - self._tally.start]
        return iter(listing.rows(at, range(first, end), numbers.tolist()))


class InOrder(Sequence[tuple]):
    """The options as a page lists them (`finding.counting.in_order`). Rows are made of those that are looked at."""

    def __init__(self, tally: Tally, name: str, chosen: Mapping[str, str]) -> None:
        self._listing, self._at = tally.listing, PLACES[name]
        start, end = self._listing.starts[self._at] - tally.start, self._listing.ends[self._at] - tally.start
        places, numbers = tally.ordered
        self._places, self._numbers = places[start:end], numbers[start:end]
        self._first: list[tuple] = []
        self._gaps: list[int] = []  # where those that are chosen stand among the others
        if chosen:
            self._choose(tally, chosen, is_by_count=name not in IN_THEIR_ORDER)

    def _choose(self, tally: Tally, chosen: Mapping[str, str], *, is_by_count: bool) -> None:
        """Put those that are chosen first, a few."""
        by_value = self._listing.by_value[self._at]
        places = [by_value[value] for value in chosen if value in by_value]
        self._first = self._listing.rows(self._at, places, [int(tally.numbers[at - tally.start]) for at in places])
        if not len(places) == len(chosen) == 1:
            self._first = in_order(self._first, chosen, is_by_count=is_by_count)
        self._gaps = sorted(int((self._places == place).argmax()) for place in places)

    def held(self, most: int | None = None) -> list[tuple]:
        """The first ones of those that are chosen and those that some of the found have."""
        some = int(np.count_nonzero(self._numbers))
        if not self._first:
            return self._rows(0, some if most is None or some < most else most)
        some -= sum(gap < some for gap in self._gaps)
        return self._first[:most] + self._rows(0, some if most is None else min(some, most - len(self._first)))

    def __len__(self) -> int:
        return len(self._first) + len(self._places) - len(self._gaps)

    @overload
    def __getitem__(self, at: int) -> tuple: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple]: ...
    def __getitem__(self, at: int | slice) -> tuple | list[tuple]:
        if isinstance(at, int):
            place = range(len(self))[at]
            return self[place : place + 1][0]
        start, stop, _ = at.indices(len(self))  # whole pieces alone are asked for
        ahead = len(self._first)
        return self._first[start:stop] + self._rows(start - ahead, stop - ahead)

    def _rows(self, start: int, stop: int) -> list[tuple]:
        """Of those that are not chosen."""
        if start < 0:
            start = 0
        if stop <= start:
            return []
        for gap in self._gaps:
            start, stop = start + (gap <= start), stop + (gap < stop)
        places, numbers = self._places[start:stop].tolist(), self._numbers[start:stop].tolist()
        for gap in reversed(self._gaps):
            if start <= gap < stop:
                del places[gap - start], numbers[gap - start]
        return self._listing.rows(self._at, places, numbers)
