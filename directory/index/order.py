"""The order of a result: classes of documents, each in the order of display, one after the other.

The same order as `DirectoryFilter.ordered`, class by class and only as far as a page needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from math import cos, radians

from pyroaring import BitMap

from directory.finding.places import REACH
from directory.finding.search import IN_NAMES, IN_TEXT, IN_TITLE, Lexical
from directory.index.ground import Ground
from directory.index.sets import AREA, COMMUNE, FIRST, NAME, NOTHING, OVER, TITLE, WORD

Split = Callable[[BitMap], Iterable[BitMap]]


def refined(found: BitMap, splits: list[Split]) -> Iterator[BitMap]:
    """The documents cut by the first rule, each piece by the next; empty pieces are left out."""
    if not splits:
        return iter((found,))
    first, *others = splits
    pieces = filter(None, first(found))
    return chain.from_iterable(refined(piece, others) for piece in pieces) if others else pieces


def by_state(ground: Ground) -> Split:
    """What still goes on before what is over."""

    def split(found: BitMap) -> Iterator[BitMap]:
        over = ground.state.sets.families[OVER].get("", NOTHING)
        yield found - over
        yield found & over

    return split


def by_rank(ground: Ground, lexicals: list[Lexical]) -> Split:
    """By where the words stand: the sum of their steps, the greatest first (`directory.finding.search.ranked`)."""

    def steps(lexical: Lexical, found: BitMap) -> Iterator[tuple[int, BitMap]]:
        """The greatest first; of what stands in several parts the first counts."""
        for step, part in ((IN_TITLE, TITLE), (IN_NAMES, NAME), (IN_TEXT, WORD)):
            if there := found & ground.standing(lexical, part):
                yield step, there
                if len(there) == len(found):
                    return
                found = found - there
        yield 0, found

    def split(found: BitMap) -> Iterable[BitMap]:
        if len(lexicals) == 1:
            # As far as a page needs it.
            return (documents for _, documents in steps(lexicals[0], found))
        ranks: dict[int, BitMap] = {0: found}
        for lexical in lexicals:
            next_ranks: dict[int, BitMap] = {}
            for rank, documents in ranks.items():
                for step, piece in steps(lexical, documents):
                    held = next_ranks.get(rank + step)
                    next_ranks[rank + step] = held | piece if held is not None else piece
            ranks = next_ranks
        return [ranks[rank] for rank in sorted(ranks, reverse=True)]

    return split


def by_farness(ground: Ground, communes: list[str]) -> Split:
    """What names one of the communes, then by the smallest area that covers one (`finding.places.farness`)."""

    def rings() -> Iterator[BitMap]:
        sets, vocabulary = ground.state.sets, ground.state.vocabulary
        yield sets.of(COMMUNE, communes)
        over: dict[str, list[str]] = {}
        for key in vocabulary.areas_over(communes):
            over.setdefault(vocabulary.areas[key].kind, []).append(key)
        for kind in REACH:
            if kind in over:
                yield sets.of(AREA, over[kind])

    def split(found: BitMap) -> Iterator[BitMap]:
        for ring in rings():
            if there := found & ring:
                yield there
                if len(there) == len(found):
                    return
                found = found - there
        yield found

    return split


def by_distance(ground: Ground, communes: list[str]) -> Split:
    """By how far the nearest place is from the first of the communes whose place is known; unknown places last."""

    def split(found: BitMap) -> Iterator[BitMap]:
        rows = ground.state.vocabulary.communes
        known = next((row for key, row in rows.items() if key in communes and row.latitude is not None), None)
        if known is not None:
            stretch = cos(radians(known.latitude))
            away: dict[float, list[str]] = {}
            for insee in ground.state.sets.families[COMMUNE]:
                row = rows.get(insee)
                if row is not None and row.latitude is not None:
                    north, east = row.latitude - known.latitude, (row.longitude - known.longitude) * stretch
                    away.setdefault(north * north + east * east, []).append(insee)
            for distance in sorted(away):
                if not found:
                    return
                ring = ground.state.sets.of(COMMUNE, away[distance])
                yield found & ring
                found = found - ring
        yield found

    return split


def by_commune(ground: Ground) -> Split:
    """By the name of the commune under which each stands; those without one last."""

    def split(found: BitMap) -> Iterator[BitMap]:
        firsts = ground.state.sets.families[FIRST]
        named: dict[str, list[str]] = {}
        for insee, row in ground.state.vocabulary.communes.items():  # in the order of names
            if insee in firsts:
                named.setdefault(row.sort_key, []).append(insee)
        for communes in named.values():
            if not found:
                return
            there = ground.state.sets.of(FIRST, communes)
            yield found & there
            found = found - there
        yield found

    return split


def cut(ground: Ground, classes: Iterable[BitMap], start: int, stop: int) -> list[int]:
    """The initiatives from one place to another of the classes put one after the other."""
    sets, numbers = ground.state.sets, []
    for found in classes:
        count = len(found)
        if start < count:
            numbers += sets.placed(found, start, min(stop, count))
        start, stop = max(0, start - count), stop - count
        if stop <= 0:
            break
    return sets.ids[numbers].tolist() if numbers else []
