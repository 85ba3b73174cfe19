"""The options that the filters offer to everybody, those of all filters in one row: one gathering of counts serves all
of them, and one sort puts them in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from communes.models import Area
from directory.finding.counting import label_key
from directory.index.forward import ALL, UNHELD, Forward
from directory.index.reach import AGAIN, INSIDE, TWICE, Reach
from directory.index.sets import AREA, AUDIENCE, BULLETIN, COMMUNE, KIND, THEME
from directory.index.vocabulary import Vocabulary
from organisations.models import Organisation

if TYPE_CHECKING:
    from directory.index.current import State

# The first and the last have hundreds of options: what leaves one of these two out is still one piece.
NAMES = ("commune", "territoire", "theme", "type", "public", "bulletin")
PLACE, FILTER = 20, 52  # bits behind the place of an option, and behind its filter, in what options are sorted by
PLACES = (1 << PLACE) - 1
NOW, BEFORE = "listing", "earlier listing"  # in `State.kept`


@dataclass(frozen=True)
class Known:
    """What options follow from."""

    vocabulary: Vocabulary
    forward: Forward
    reach: Reach
    totals: np.ndarray

    @cached_property
    def living(self) -> dict[str, dict[str, None]]:
        """Of each family the keys that a living document has."""
        found: dict[str, dict[str, None]] = {family: {} for family in ALL.families}
        for number in self.totals.nonzero()[0].tolist():
            family, key = self.forward.named[number]
            found[family][key] = None
        return found

    def places(self, family: str, keys: Iterable[str]) -> np.ndarray:
        """Where the counts of keys stand; what came since is not of this moment."""
        places = self.forward.places(family, keys)
        places[places >= len(self.totals)] = UNHELD
        return places


class Around:
    """What reaches communes through areas around them: the sum of what covers each area, less what covers several."""

    def __init__(self, communes: list[str], known: Known) -> None:
        reach = known.reach
        around = {key: place for place, key in enumerate(dict.fromkeys(map(reach.around, communes)))}
        self.places = np.array([around[reach.around(insee)] for insee in communes], np.intp)
        added = [[UNHELD, *known.places(AREA, key).tolist()] for key in around]
        taken = [known.places(AGAIN, reach.repeated(key)).tolist() for key in around]
        both = [[*one, *other] for one, other in zip(added, taken, strict=True)]
        self.numbers = np.array([number for numbers in both for number in numbers], np.intp)
        self._starts = np.cumsum([0, *map(len, both)])[:-1]
        signs = [sign for one, other in zip(added, taken, strict=True) for sign in [1] * len(one) + [-1] * len(other)]
        self._signs = np.array(signs, np.int8) if any(taken) else None
        twice = known.places(TWICE, communes)
        self.reached_twice = twice.nonzero()[0]
        self.twice = twice[self.reached_twice]

    def add(self, numbers: np.ndarray, counts: np.ndarray) -> None:
        """To what names each commune."""
        covering = counts[self.numbers]
        if covering.any():
            if self._signs is not None:
                covering *= self._signs
            numbers += np.add.reduceat(covering, self._starts)[self.places]
        if len(self.twice):
            numbers[self.reached_twice] -= counts[self.twice]


class Listing:
    """Read once for as long as the same options are offered; holds no documents."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._lived = known.totals != 0
        rows: list[tuple] = []
        numbers: list[np.ndarray] = []
        self.ends: list[int] = []
        for name in NAMES:
            list_, family = LISTED[name]
            listed = list(list_(known))
            if name not in IN_THEIR_ORDER:
                listed.sort(key=lambda row: label_key(row[2]))
            numbers.append(known.places(family, [row[0] for row in listed]))
            rows += [(name, *row) for row in listed]
            self.ends.append(len(rows))
        self.starts = [0, *self.ends[:-1]]
        self.numbers = np.concatenate(numbers)
        self.values = [row[2] for row in rows]
        communes = rows[: self.ends[0]]
        self._labels = [row[3] for row in rows]
        self._groups = [row[4] for row in communes]
        self.around = Around([row[1] for row in communes], known) if communes else None
        self.reads = numbers  # of each filter, the keys whose counts it needs
        if self.around is not None:
            self.reads[0] = np.unique(np.concatenate([numbers[0], self.around.numbers, self.around.twice]))
        filters = np.repeat(np.arange(len(NAMES)), np.diff([0, *self.ends]))
        self._where = (filters << FILTER) + np.arange(len(rows))
        self._unsorted = [NAMES.index(name) for name in IN_THEIR_ORDER]  # by count: what some have stands first

    def holds(self, known: Known) -> bool:
        """Whether the same options are offered there."""
        before = self._known
        return (
            before.vocabulary is known.vocabulary
            and before.forward is known.forward
            and len(self._lived) == len(known.totals)
            and bool((self._lived == (known.totals != 0)).all())
        )

    def counted(self, first: int, last: int, counts: np.ndarray) -> np.ndarray:
        """The numbers of these filters' options, from counts of keys."""
        numbers = counts[self.numbers[self.starts[first] : self.ends[last]]]
        if not first and self.around is not None:
            self.around.add(numbers[: self.ends[0]], counts)
        return numbers

    def in_order(self, first: int, last: int, numbers: np.ndarray) -> np.ndarray:
        """The places of these filters' options as they are listed: those that nobody has stand last."""
        start, end = self.starts[first], self.ends[last]
        ranks = np.left_shift(numbers, PLACE, dtype=np.int64)
        for at in self._unsorted:
            if first <= at <= last:
                held = ranks[self.starts[at] - start : self.ends[at] - start]
                np.minimum(held, 1 << PLACE, out=held)
        # The filter, the greater count, the place, each in its bits: one plain sort.
        ranks = self._where[start:end] - ranks
        ranks.sort()
        ranks &= PLACES
        return ranks

    def rows(self, at: int, places: Sequence[int], numbers: list[int]) -> list[tuple]:
        """(value, label, count), of a commune also its EPCI."""
        # Of a single place `itemgetter` gives no tuple.
        told = itemgetter(*places) if len(places) > 1 else lambda column: [column[place] for place in places]
        if at:
            return list(zip(told(self.values), told(self._labels), numbers, strict=True))
        return list(zip(told(self.values), told(self._labels), numbers, told(self._groups), strict=True))

    @cached_property
    def by_value(self) -> list[dict[str, int]]:
        """Of each filter, the place of a value."""
        spans = zip(self.starts, self.ends, strict=True)
        return [{value: at for at, value in enumerate(self.values[one:other], one)} for one, other in spans]


def listing(state: State) -> Listing:
    """The options of this moment: those of an earlier one where they still hold."""
    kept = state.kept
    if NOW not in kept:
        known = Known(state.vocabulary, state.forward, state.reach, state.totals.of_all())
        earlier = kept.get(BEFORE)
        kept[NOW] = earlier if earlier is not None and earlier.holds(known) else Listing(known)
    return kept[NOW]


def carried(kept: dict) -> dict:
    """What the next moment needs of what one has kept."""
    return {BEFORE: kept.get(NOW) or kept.get(BEFORE)}


def _themes(known: Known) -> Iterator[tuple]:
    yield from known.vocabulary.themes


def _kinds(known: Known) -> Iterator[tuple]:
    labels = dict(Organisation.Kind.choices)
    for kind in known.living[KIND]:
        yield kind, kind, str(labels.get(kind, kind))


def _audiences(known: Known) -> Iterator[tuple]:
    return (row for row in known.vocabulary.audiences if row[0] in known.living[AUDIENCE])


def _bulletins(known: Known) -> Iterator[tuple]:
    yield from known.vocabulary.bulletins


def _communes(known: Known) -> Iterator[tuple]:
    for insee, commune in known.vocabulary.communes.items():
        if insee in known.living[COMMUNE]:
            yield insee, insee, commune.label, commune.epci


def _areas(known: Known) -> Iterator[tuple]:
    """Areas that an initiative names, and the EPCI of its communes, each with all that happens in it."""
    communes = known.vocabulary.communes
    inhabited = {communes[insee].epci for insee in known.living[COMMUNE] if insee in communes}
    for key, area in known.vocabulary.areas.items():
        is_offered = key in known.living[AREA] or (area.kind == Area.Kind.EPCI and int(key) in inhabited)
        if is_offered and key in known.living[INSIDE]:
            yield key, area.slug, area.label


IN_THEIR_ORDER = ("bulletin",)
# Filter → its options as (key, value, label), of a commune also its EPCI; and the family of their keys.
LISTED = {
    "theme": (_themes, THEME),
    "type": (_kinds, KIND),
    "public": (_audiences, AUDIENCE),
    "bulletin": (_bulletins, BULLETIN),
    "commune": (_communes, COMMUNE),
    "territoire": (_areas, INSIDE),
}
