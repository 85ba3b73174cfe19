"""Which initiatives reach a commune, or happen in an area: by name, and through each other."""

from __future__ import annotations

import numpy as np
from pyroaring import BitMap

from communes.models import Area
from directory.index.sets import AREA, COMMUNE, NOTHING, Sets
from directory.index.vocabulary import Vocabulary

INSIDE, TWICE = "inside", "twice"  # families that follow from the others: areas, and communes that are reached twice
Derived = dict[str, dict[str, BitMap]]


class Reach:
    """Derived from the sets and from which commune lies in which area; grows with the sets.

    `inside`: area → what covers it or happens in one of its communes. `through`: areas that hold a commune → what
    covers one of them; communes that lie in the same areas share the set. `overlap`: commune → what names it and covers
    an area around it as well, to be counted once.
    """

    def __init__(self, sets: Sets, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.inside: dict[str, BitMap] = {}
        self.through: dict[tuple[str, ...], BitMap] = {}
        self.overlap: dict[str, BitMap] = {}
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
    def derived(self) -> Derived:
        """What options count; these sets are not the last ones, others follow as it grows."""
        return {INSIDE: self._listed(self.inside), TWICE: self.overlap}

    def of(self, family: str, key: str) -> BitMap:
        """A set of `derived` as it stands."""
        return (self.inside if family == INSIDE else self.overlap)[key]

    def _listed(self, areas: dict[str, BitMap]) -> dict[str, BitMap]:
        """Those of areas that a filter may offer: an initiative covers them, or they are an EPCI."""
        called = self.vocabulary.areas
        return {
            key: found for key, found in areas.items() if key in self._covering or called[key].kind == Area.Kind.EPCI
        }

    def _place(self, insee: str, sets: Sets) -> BitMap:
        """Find a commune's areas, and what covers them; gives what reaches it twice."""
        areas = sets.families[AREA]
        known = self.vocabulary.communes.get(insee)
        around = tuple(key for key in known.areas if key in areas) if known else ()
        self._around[insee] = around
        if around not in self.through:
            self.through[around] = BitMap.union(*(areas[key] for key in around)) if around else BitMap()
            for key in around:
                self._holding.setdefault(key, []).append(around)
        overlap = sets.families[COMMUNE][insee] & self.through[around]
        if overlap:
            self.overlap[insee] = overlap
        return overlap

    def is_known(self, families: dict[str, dict[str, np.ndarray]], sets: Sets) -> bool:
        """Whether what is to come names only areas that are named already: else it is made anew."""
        return families.get(AREA, {}).keys() <= sets.families[AREA].keys()

    def grow(self, families: dict[str, dict[str, np.ndarray]], sets: Sets) -> Derived:
        """Take in what the sets have just taken in; gives what was added."""
        inside: dict[str, BitMap] = {}
        twice: dict[str, BitMap] = {}
        for key, ids in families.get(AREA, {}).items():
            numbers = BitMap(sets.numbers(ids))
            _add(inside, key, numbers)
            for around in self._holding.get(key, ()):
                self.through[around] |= numbers
        for insee, ids in families.get(COMMUNE, {}).items():
            numbers = BitMap(sets.numbers(ids))
            known = self.vocabulary.communes.get(insee)
            for key in known.areas if known else ():
                _add(inside, key, numbers)
            if insee not in self._around:
                if both := self._place(insee, sets):
                    twice[insee] = both
            elif both := numbers & self.through[self._around[insee]]:
                _add(self.overlap, insee, both)
                twice[insee] = both
        for key, numbers in inside.items():
            _add(self.inside, key, numbers)
        return {INSIDE: self._listed(inside), TWICE: twice}

    def surroundings(self, communes: list[str]) -> np.ndarray:
        """Of each commune, the place of its areas in `through`: what is added there later comes behind."""
        places = {around: place for place, around in enumerate(list(self.through))}
        return np.array([places[self._around[insee]] for insee in communes], np.intp)

    def covering(self, found: BitMap) -> np.ndarray:
        """How many of the found cover an area of each of `through`."""
        return np.array(list(map(found.intersection_cardinality, list(self.through.values()))), np.intp)

    def in_areas(self, keys: list[str]) -> BitMap:
        found = [self.inside[key] for key in keys if key in self.inside]
        return BitMap.union(*found) if found else NOTHING


def _add(held: dict[str, BitMap], key: str, numbers: BitMap) -> None:
    held[key] = held[key] | numbers if key in held else numbers
