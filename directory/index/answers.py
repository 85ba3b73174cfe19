"""The directory's filters, answered by the index: the same address, the same initiatives, order and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from django.db.models import QuerySet
from django.http import QueryDict
from pyroaring import BitMap

from directory.citations import with_told_on
from directory.finding.filters import BY_COMMUNE, RELEVANCE, REPEATED, DirectoryFilter, with_first_commune
from directory.finding.reading import Reading, read
from directory.finding.reasons import Holding
from directory.finding.search import Words
from directory.index import order
from directory.index.counting import Counts, InOrder, counted
from directory.index.current import State
from directory.index.ground import Ground, intersection
from directory.index.loading import EPOCH
from directory.index.sets import AUDIENCE, BULLETIN, KIND, THEME
from initiatives.models import Initiative


class IndexedFilter(DirectoryFilter):
    """Reads `state` alone: what is committed after it was taken is for the next request."""

    def __init__(self, data: Any, *, state: State) -> None:
        self.state, self.ground = state, Ground(state)
        self._narrowed: dict[frozenset[str], BitMap] = {}
        self._held: dict[int, np.ndarray] = {}  # counts of what is narrowed, by the identity of its set
        super().__init__(data)

    def known(self) -> Iterable[tuple[str, str, Callable]]:
        vocabulary = self.state.vocabulary
        yield "q", "families", lambda: vocabulary.families
        yield "commune", "known", vocabulary.known_communes
        yield "territoire", "known", self.ground.known_areas
        yield "theme", "known", lambda values: {slug: name for _, slug, name in vocabulary.themes if slug in values}
        yield "public", "known", self.ground.known_audiences
        yield "bulletin", "known", vocabulary.known_bulletins

    @property
    def holding(self) -> Holding:
        return self.state.vocabulary.holding

    def other(self, query: str) -> IndexedFilter:
        return IndexedFilter(QueryDict(query), state=self.state)

    @cached_property
    def reading(self) -> Reading:
        return read(self.values.get("q") or Words(), self.ground)

    def count(self, *, skip: Iterable[str] = ()) -> int:
        return len(self.found(skip=skip))

    def option_counts(self, name: str) -> Counts:
        return counted(self.state, name, self.found(skip={name}), self._held, is_alone=name in self._sets)

    def options(self, name: str) -> InOrder:
        return InOrder(self.option_counts(name), self.chosen(name))

    def results(self, shown: Callable[[QuerySet], QuerySet] | None = None) -> Rows:
        return Rows(self, shown)

    def found(self, *, skip: Iterable[str] = ()) -> BitMap:
        """The documents that pass all filters but those of `skip`."""
        names = frozenset(self._sets) - frozenset(skip)
        if names not in self._narrowed:
            self._narrowed[names] = intersection([*(self._sets[name] for name in names), self.state.alive])
        return self._narrowed[names]

    @cached_property
    def _sets(self) -> dict[str, BitMap]:
        """What each filter in use finds."""
        vocabulary, sets = self.state.vocabulary, self.state.sets
        chosen = {name: list(value.labels) for name in REPEATED if (value := self.values.get(name))}
        keys: dict[str, Callable[[list[str]], BitMap]] = {
            "commune": self.ground.reaching,
            "territoire": lambda slugs: self.state.reach.in_areas(vocabulary.areas_called(slugs)),
            "theme": lambda slugs: sets.of(THEME, [key for key, slug, _ in vocabulary.themes if slug in slugs]),
            "type": lambda kinds: sets.of(KIND, kinds),
            "bulletin": lambda references: sets.of(BULLETIN, vocabulary.cited_by(references)),
            "public": lambda slugs: sets.of(AUDIENCE, [key for key, slug, _ in vocabulary.audiences if slug in slugs]),
        }
        found = {name: keys[name](values) for name, values in chosen.items()}
        for name in ("depuis", "jusqua"):
            if day := self.values.get(name):
                found[name] = sets.between(*((_days(day), None) if name == "depuis" else (None, _days(day))))
        if self.reading:
            found["q"] = self._having_the_words()
        return found

    def _having_the_words(self) -> BitMap:
        if not self.reading.is_partial:
            return self.ground.having_all(self.reading.parts)
        return BitMap.union(BitMap(), *(documents for _, documents in self._weighed))

    @cached_property
    def _weighed(self) -> list[tuple[float, BitMap]]:
        parts, least = self.reading.parts, self.reading.least
        among = self.ground.without_excluded(parts)
        return [one for one in self.ground.weighed(parts, self.reading.weights, among) if one[0] >= least]

    def keys(self, start: int, stop: int) -> list[int]:
        """The initiatives from one place to another of the ordered result."""
        return order.cut(self.ground, order.refined(self.found(), self._order), start, stop)

    @property
    def _order(self) -> list[order.Split]:
        if self.sort == BY_COMMUNE:
            return [order.by_commune(self.ground)]
        weight, near, rank = [], [], []
        if self.sort == RELEVANCE:
            rank = [order.by_state(self.ground), order.by_rank(self.ground, self.reading.lexicals)]
            if self.reading.is_partial:
                weight = [lambda found: (found & documents for _, documents in self._weighed)]
        if self.is_nearest_first:
            near = [order.by_farness(self.ground, self.near)]
            if self.reading.is_partial:
                near.append(order.by_distance(self.ground, self.near))
        return [*weight, *near, *rank]


class Found(NamedTuple):
    """A row of which nothing but its key is wanted."""

    pk: int


class Rows:
    """The ordered result as a paginator takes it: counted by the sets, only the rows of a page are asked for, and only
    where more than their keys is wanted."""

    def __init__(self, chosen: IndexedFilter, shown: Callable[[QuerySet], QuerySet] | None) -> None:
        self.chosen, self.shown = chosen, shown

    def count(self) -> int:
        return self.chosen.count()

    def __getitem__(self, places: slice) -> list[Initiative] | list[Found]:
        keys = self.chosen.keys(places.start or 0, places.stop)
        if self.shown is None and self.chosen.sort != BY_COMMUNE:
            return [Found(key) for key in keys]
        rows = with_told_on(Initiative.objects.published().filter(pk__in=keys)).order_by().only("pk")
        if self.chosen.sort == BY_COMMUNE:
            rows = with_first_commune(rows)
        found = {row.pk: row for row in (self.shown(rows) if self.shown else rows)}
        return [found[key] for key in keys if key in found]

    def __iter__(self) -> Iterator[Initiative]:
        return iter(self[0 : self.count()])


def _days(day: date) -> int:
    return day.toordinal() - EPOCH
