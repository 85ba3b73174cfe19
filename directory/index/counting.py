"""How many of the found documents each option of a filter has: the twin of `directory.finding.counting`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

import numpy as np

from directory.finding.counting import in_order
from directory.index.facets.listing import IN_THEIR_ORDER, NAMES, Listing

FIRST, LAST = 0, len(NAMES) - 1


class Tally:
    """Of each option of one filter, or of several that stand beside each other, how many of the found have it."""

    def __init__(self, listing: Listing, counts: np.ndarray, first: int = FIRST, last: int = LAST) -> None:
        self.listing, self.first, self.last = listing, first, last
        self.numbers = listing.counted(first, last, counts)
        self.start = listing.starts[first]
        self._held: list[np.ndarray] | None = None

    def held(self, at: int) -> np.ndarray:
        """Places of the options of a filter that some of the found have, as they are listed."""
        if self._held is None:
            self._held = self.listing.in_order(self.first, self.last, self.numbers)
        return self._held[at - self.first]

    def of(self, at: int) -> np.ndarray:
        """The numbers of one filter."""
        return self.numbers[self.listing.starts[at] - self.start : self.listing.ends[at] - self.start]


class Counts:
    """Of each option of a filter, how many of the found have it."""

    def __init__(self, tally: Tally, name: str) -> None:
        self.tally, self.at, self.is_by_count = tally, NAMES.index(name), name not in IN_THEIR_ORDER

    def __iter__(self) -> Iterator[tuple]:
        """(value, label, count), of a commune also its EPCI, in no order that a page shows."""
        listing = self.tally.listing
        return iter(self.rows(np.arange(listing.starts[self.at], listing.ends[self.at])))

    def __len__(self) -> int:
        return self.tally.listing.ends[self.at] - self.tally.listing.starts[self.at]

    def held(self) -> np.ndarray:
        return self.tally.held(self.at)

    def unheld(self) -> np.ndarray:
        (none,) = (self.tally.of(self.at) == 0).nonzero()
        return none + self.tally.listing.starts[self.at]

    def place(self, value: str) -> int | None:
        return self.tally.listing.by_value[self.at].get(value)

    def rows(self, places: np.ndarray) -> list[tuple]:
        return self.tally.listing.rows(self.at, places, self.tally.numbers[places - self.tally.start])


class InOrder(Sequence[tuple]):
    """The options as a page lists them (`finding.counting.in_order`). Rows are made of those that are looked at."""

    def __init__(self, counts: Counts, chosen: Mapping[str, str]) -> None:
        self._counts = counts
        self._first: list[tuple] = []
        self._places: list[int] = []
        self._held = counts.held()
        if chosen:
            self._places = [place for value in chosen if (place := counts.place(value)) is not None]
            rows = counts.rows(np.array(self._places, np.intp))
            self._first = in_order(rows, chosen, is_by_count=counts.is_by_count)
            self._held = self._unchosen(self._held)

    def held(self, most: int | None = None) -> list[tuple]:
        """The first ones of those that are chosen and those that some of the found have."""
        held = self._held if most is None else self._held[: max(0, most - len(self._first))]
        return self._first[:most] + self._counts.rows(held)

    def __len__(self) -> int:
        return len(self._first) + len(self._counts) - len(self._places)

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
        rows += self._counts.rows(self._held[max(0, start - ahead) : max(0, stop - ahead)])
        if stop > ahead + held:
            unheld = self._unchosen(self._counts.unheld())
            rows += self._counts.rows(unheld[max(0, start - ahead - held) : stop - ahead - held])
        return rows

    def _unchosen(self, places: np.ndarray) -> np.ndarray:
        for place in self._places:  # a few
            places = places[places != place]
        return places
