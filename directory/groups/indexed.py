"""The same groups, from the sets of one moment: no query but for the rows that are counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet
from pyroaring import BitMap

from communes.models import Commune
from directory.citations import headings_of
from directory.finding.reasons import Holding
from directory.index.current import State
from directory.index.sets import AREA, BULLETIN, COMMUNE, FIGURE, NOTHING, THEME
from directory.index.vocabulary import NamedCommune
from initiatives.models import Theme

LATEST = 20  # bulletins that told a theme: most often they have headings enough


@dataclass(frozen=True)
class IndexedGroup:
    state: State
    found: BitMap  # the living alone

    def count(self) -> int:
        return len(self.found)

    def newest(self, count: int) -> list[int]:
        return self.state.sets.cut(self.found, 0, count)

    def parts(self, size: int) -> list[int]:
        ids = self.state.sets.ids
        numbers = ids[np.array(self.found.to_array(), np.int64)] // size
        held = np.zeros(int(numbers.max(initial=0)) + 1, bool)
        held[numbers] = True
        return np.flatnonzero(held).tolist()

    def without(self, other: IndexedGroup) -> IndexedGroup:
        return IndexedGroup(self.state, self.found - other.found)


@dataclass(frozen=True)
class CountedCommune:
    commune: NamedCommune
    count: int

    def __str__(self) -> str:
        return str(self.commune)

    def __getattr__(self, name: str) -> object:
        return getattr(self.commune, name)


class IndexedGroups:
    def __init__(self, state: State) -> None:
        self.state = state

    @property
    def holding(self) -> Holding:
        return self.state.vocabulary.holding

    def all(self) -> IndexedGroup:
        return IndexedGroup(self.state, self.state.alive)

    def naming(self, *communes: str) -> IndexedGroup:
        return self._living(self.state.sets.of(COMMUNE, communes))

    def reaching(self, commune: str) -> IndexedGroup:
        sets, over = self.state.sets, self.state.vocabulary.areas_over([commune])
        return self._living(sets.of(COMMUNE, [commune]) | sets.of(AREA, over))

    def of_theme(self, theme: int) -> IndexedGroup:
        return self._living(self.state.sets.of(THEME, [str(theme)]))

    def with_figures(self) -> IndexedGroup:
        return self._living(self.state.sets.of(FIGURE, [""]))

    def headings(self, theme: int, most: int) -> list[str]:
        """One query where the last bulletins have as many, else one more for all the others."""
        documents, held = self.of_theme(theme).found, self.state.sets.families[BULLETIN]
        cited = [(key, held.get(key, NOTHING) & documents) for key, _, _ in self.state.vocabulary.bulletins]
        telling = [(key, found) for key, found in cited if found]
        headings: dict[str, None] = {}
        for part in (telling[:LATEST], telling[LATEST:]):
            if part and len(headings) < most:
                keys = [key for key, _ in part]
                told = self.state.sets.ids[BitMap.union(*(found for _, found in part)).to_array()].tolist()
                headings |= dict.fromkeys(headings_of(theme).filter(bulletin__in=keys, initiative__in=told))
        return list(headings)[:most]

    def count_by_commune(self) -> dict[str, int]:
        named, alive = self.state.sets.families[COMMUNE], self.state.alive
        counts = {insee: found.intersection_cardinality(alive) for insee, found in list(named.items())}
        return {insee: count for insee, count in counts.items() if count}

    def around(self, commune: Commune, most: int) -> list[CountedCommune]:
        vocabulary = self.state.vocabulary
        if commune.latitude is None:
            found = vocabulary.of_same_epci(commune.pk, commune.epci_id)
        else:
            found = vocabulary.nearest(commune, most)
        return [CountedCommune(row, self.naming(row.pk).count()) for row in found]

    def counted_themes(self, themes: QuerySet[Theme]) -> list[Theme]:
        rows = list(themes)
        for row in rows:
            row.count = self.of_theme(row.pk).count()
        return rows

    def _living(self, found: BitMap) -> IndexedGroup:
        """Sets grow while they are read: what came after this moment is cut away with the dead."""
        return IndexedGroup(self.state, found & self.state.alive)
