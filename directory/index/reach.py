"""Which initiatives reach a commune, or happen in an area: by name, and through each other."""

from __future__ import annotations

import numpy as np
from pyroaring import BitMap

from communes.models import Area
from directory.index.sets import AREA, COMMUNE, NOTHING, Families, Sets
from directory.index.vocabulary import Vocabulary

# Families that follow from the others: areas, communes that are reached twice, what covers several areas around one.
INSIDE, TWICE, AGAIN = "inside", "twice", "again"


class Reach:
    """Derived from the sets and from which commune lies in which area; grows with the sets.

    `inside`: area → what covers it or happens in one of its communes. `through`: areas that hold a commune → what
    covers one of them; communes that lie in the same areas share the set. `overlap`: commune → what names it and covers
    an area around it as well, to be counted once. `again`: key of `through` and a number → what covers as many of its
    areas and one more, so that the areas' own counts make that of the set.
    """

    def __init__(self, sets: Sets, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.inside: dict[str, BitMap] = {}
        self.through: dict[tuple[str, ...], BitMap] = {}
        self.overlap: dict[str, BitMap] = {}
        self.again: dict[str, BitMap] = {}
        self._around: dict[str, tuple[str, ...]] = {}  # commune → its areas that initiatives cover
        self._holding: dict[str, list[tuple[str, ...]]] = {}  # area → keys of `through` that hold it
        communes, areas = sets.families[COMMUNE], sets.families[AREA]
        self._covering = areas
        for area in vocabulary.areas.values():
            found = [areas[area.key]] if area.key in areas else []
            found += [communes[insee] for insee in area.communes if insee in communes]
            if found:
                self.inside[area.key] = BitMap.union(*found)
        for insee in communes:
            self._place(insee, sets)

    @property
    def derived(self) -> Families:
        """What options count; these sets are not the last ones, others follow as it grows."""
        return {INSIDE: self._listed(self.inside), TWICE: self.overlap, AGAIN: self.again}

    def of(self, family: str, key: str) -> BitMap:
        """A set of `derived` as it stands."""
        return {INSIDE: self.inside, TWICE: self.overlap, AGAIN: self.again}[family][key]

    def _listed(self, areas: dict[str, BitMap]) -> dict[str, BitMap]:
        """Those of areas that a filter may offer: an initiative covers them, or they are an EPCI."""
        called = self.vocabulary.areas
        return {
            key: found for key, found in areas.items() if key in self._covering or called[key].kind == Area.Kind.EPCI
        }

    def _place(self, insee: str, sets: Sets) -> BitMap:
        """Find a commune's areas, and what covers them; gives what reaches it twice."""
        areas = sets.families[AREA]
        self._around[insee] = around = self._areas_around(insee, areas)
        if around not in self.through:
            self.through[around] = BitMap.union(*(areas[key] for key in around)) if around else BitMap()
            self.again |= _repeated(around, areas)
            for key in around:
                self._holding.setdefault(key, []).append(around)
        overlap = sets.families[COMMUNE][insee] & self.through[around]
        if overlap:
            self.overlap[insee] = overlap
        return overlap

    def _areas_around(self, insee: str, areas: dict[str, BitMap]) -> tuple[str, ...]:
        known = self.vocabulary.communes.get(insee)
        return tuple(key for key in known.areas if key in areas) if known else ()

    def is_known(self, families: dict[str, dict[str, np.ndarray]], sets: Sets) -> bool:
        """Whether what is to come names only areas, and communes of areas, that are named already: else it is made
        anew, as documents that stand already would get keys."""
        areas = sets.families[AREA]
        return families.get(AREA, {}).keys() <= areas.keys() and all(
            insee in self._around or self._areas_around(insee, areas) in self.through
            for insee in families.get(COMMUNE, {})
        )

    def grow(self, added: Families, sets: Sets) -> Families:
        """Take in what the sets have just taken in; gives what follows from it."""
        inside: dict[str, BitMap] = {}
        twice: dict[str, BitMap] = {}
        again: dict[str, BitMap] = {}
        covering = added.get(AREA, {})
        for key, numbers in covering.items():
            _add(inside, key, numbers)
            for around in self._holding.get(key, ()):
                self.through[around] |= numbers
        if len(covering) > 1:
            for around in {around for key in covering for around in self._holding.get(key, ())}:
                again |= _repeated(around, covering)
        for insee, numbers in added.get(COMMUNE, {}).items():
            known = self.vocabulary.communes.get(insee)
            for key in known.areas if known else ():
                _add(inside, key, numbers)
            if insee not in self._around:
                if both := self._place(insee, sets):
                    twice[insee] = both
            elif both := numbers & self.through[self._around[insee]]:
                _add(self.overlap, insee, both)
                twice[insee] = both
        for held, more in ((self.inside, inside), (self.again, again)):
            for key, numbers in more.items():
                _add(held, key, numbers)
        return {INSIDE: self._listed(inside), TWICE: twice, AGAIN: again}

    def around(self, insee: str) -> tuple[str, ...]:
        """Key of `through` of a commune that initiatives name."""
        return self._around[insee]

    def repeated(self, around: tuple[str, ...]) -> list[str]:
        """Keys of `again` of one of `through`."""
        return [key for times in range(1, len(around)) if (key := _again(around, times)) in self.again]

    def reaching(self, insee: str, sets: Sets) -> BitMap:
        """What names the commune or covers an area that holds it."""
        if insee in self._around:
            return sets.families[COMMUNE][insee] | self.through[self._around[insee]]
        return sets.of(AREA, self._areas_around(insee, sets.families[AREA]))

    def in_areas(self, keys: list[str]) -> BitMap:
        found = [self.inside[key] for key in keys if key in self.inside]
        return BitMap.union(*found) if found else NOTHING


def _add(held: dict[str, BitMap], key: str, numbers: BitMap) -> None:
    held[key] = held[key] | numbers if key in held else numbers


def _again(around: tuple[str, ...], times: int) -> str:
    return f"{' '.join(around)} {times}"


def _repeated(around: tuple[str, ...], areas: dict[str, BitMap]) -> dict[str, BitMap]:
    """What covers two of the areas, what covers three…, by keys of `again`; none is empty."""
    covering: list[BitMap] = []  # one of the areas, two…
    for found in (areas[key] for key in around if key in areas):
        for times, held in enumerate(covering):
            covering[times], found = held | found, held & found
        covering.append(found)
    return {_again(around, times): found for times, found in enumerate(covering) if times and found}
