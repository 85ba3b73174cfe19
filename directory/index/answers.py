"""The directory's filters, answered by the index: the same address, the same initiatives, order and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from datetime import date
from functools import cached_property
from itertools import chain
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
from directory.index.counting import FIRST, LAST, PLACES, Counts, InOrder, Tally
from directory.index.current import State
from directory.index.facets.listing import NAMES, listing
from directory.index.forward import ALL, REACHING
from directory.index.ground import Ground, intersection
from directory.index.loading import EPOCH
from directory.index.sets import AUDIENCE, BULLETIN, KIND, THEME
from initiatives.models import Initiative

EVERYTHING = "tally"  # in `State.kept`: that of all that is public


class IndexedFilter(DirectoryFilter):
    """Reads `state` alone: what is committed after it was taken is for the next request."""

    def __init__(self, data: Any, *, state: State) -> None:
        self.state, self.ground = state, Ground(state)
        self._narrowed: dict[frozenset[str], BitMap] = {}
        self._tallies: dict[str, Tally] = {}  # by the filter that is left out
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
        return Counts(self._tallied(name), name)

    def options(self, name: str) -> InOrder:
        return InOrder(self._tallied(name), name, self.chosen(name))

    def _tallied(self, name: str) -> Tally:
        left_out = name if name in self._sets else ""
        tally = self._tallies.get(left_out)
        if tally is None:
            tally = self._tallies[left_out] = self._tally(left_out)
        return tally

    def _tally(self, left_out: str) -> Tally:
        """What a filter in use counts, each its own; or what all others count alike, most of them at once."""
        state, narrowing = self.state, self._sets.keys() - {left_out}
        if not narrowing:
            if EVERYTHING not in state.kept:
                state.kept[EVERYTHING] = Tally(listing(state), state.totals.of_all())
            return state.kept[EVERYTHING]
        options = listing(state)
        if not left_out:
            first, last = FIRST + (NAMES[FIRST] in narrowing), LAST - (NAMES[LAST] in narrowing)
            counts = self._known_counts(narrowing)
            return Tally(options, state.forward.counts(self.found()) if counts is None else counts, first, last)
        at = PLACES[left_out]
        counts = self._known_counts(narrowing)
        if counts is None:
            table = REACHING if at == FIRST else ALL
            counts = state.forward.counts(self.found(skip={left_out}), options.reads[at], table)
        return Tally(options, counts, at, at)

    def _known_counts(self, narrowing: Set[str]) -> np.ndarray | None:
        """Those of one large filter need no counting."""
        if len(narrowing) > 1:
            return None
        (name,) = narrowing
        return self.state.totals.of_large(*self._keys[name]) if name in self._keys else None

    def results(self, shown: Callable[[QuerySet], QuerySet] | None = None) -> Rows:
        return Rows(self, shown)

    def found(self, *, skip: Iterable[str] = ()) -> BitMap:
        """The documents that pass all filters but those of `skip`."""
        names = frozenset(self._sets.keys() - skip)
        found = self._narrowed.get(names)
        if found is None:
            found = self._narrowed[names] = self._passing(names)
        return found

    def _passing(self, names: frozenset[str]) -> BitMap:
        if len(names) == len(self._sets):
            for name in REPEATED:
                if name in names:
                    # A page also wants what is found without it.
                    return intersection([self.found(skip={name}), *self._sets[name]])
        return intersection([*chain.from_iterable(map(self._sets.__getitem__, names)), self.state.alive])

    @cached_property
    def _keys(self) -> dict[str, tuple[str, list[str]]]:
        """The family and the keys of the filters in use that find what has one of these keys."""
        vocabulary, held = self.state.vocabulary, {}
        if slugs := self.chosen("theme"):
            held["theme"] = THEME, [key for key, slug, _ in vocabulary.themes if slug in slugs]
        if slugs := self.chosen("public"):
            held["public"] = AUDIENCE, [key for key, slug, _ in vocabulary.audiences if slug in slugs]
        if kinds := self.chosen("type"):
            held["type"] = KIND, list(kinds)
        if references := self.chosen("bulletin"):
            held["bulletin"] = BULLETIN, vocabulary.cited_by(list(references))
        return held

    @cached_property
    def _sets(self) -> dict[str, list[BitMap]]:
        """The sets whose documents pass each filter in use, if they stand in all of them; dead ones are among them."""
        state = self.state
        found = {name: [state.sets.of(family, keys)] for name, (family, keys) in self._keys.items()}
        if communes := self.chosen("commune"):
            found["commune"] = [self.ground.reaching(communes)]
        if slugs := self.chosen("territoire"):
            found["territoire"] = [state.reach.in_areas(state.vocabulary.areas_called(list(slugs)))]
        for name in ("depuis", "jusqua"):
            if day := self.values.get(name):
                days = (_days(day), None) if name == "depuis" else (None, _days(day))
                found[name] = [state.sets.between(*days)]
        if self.reading:
            found["q"] = self._having_the_words()
        return found

    def _having_the_words(self) -> list[BitMap]:
        if not self.reading.is_partial:
            return self.ground.standing_all(self.reading.parts)
        return [BitMap.union(BitMap(), *(documents for _, documents in self._weighed))]

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
        sort = self.sort
        if sort == BY_COMMUNE:
            return [order.by_commune(self.ground)]
        splits: list[order.Split] = []
        is_ranked = sort == RELEVANCE
        if is_ranked and self.reading.is_partial:
            splits.append(lambda found: (found & documents for _, documents in self._weighed))
        if not self.values.get("tri") and (near := self.near):  # as `is_nearest_first`
            splits.append(order.by_farness(self.ground, near))
            if self.reading.is_around:
                splits.append(order.by_distance(self.ground, near))
        if is_ranked:
            splits += [order.by_state(self.ground), order.by_rank(self.ground, self.reading.ranked)]
        return splits


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
