"""What one process knows of the public initiatives: a number for each in the order of display, and sets of numbers.

`Sets` knows no database. A document that changes gets a new number and its old one dies: sets only grow, dead numbers
are taken out of each result, and `compacted()` gives all of them their place again. Numbers below `ordered` stand in
the order of display (the newest first); those above are placed among them when a page is cut.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import numpy as np
from pyroaring import BitMap

# Families of sets: what a key of each names.
THEME, COMMUNE, AREA, KIND, BULLETIN, AUDIENCE = "theme", "commune", "area", "kind", "bulletin", "audience"
FIRST = "first"  # the commune under which it stands in the order of communes
OVER = "over"
FIGURE = "figure"  # those that have some
WORD, TITLE, NAME = "word", "title", "name"  # words anywhere, in the title, in names of actors and places
FAMILIES = (THEME, COMMUNE, AREA, KIND, BULLETIN, AUDIENCE, FIRST, OVER, FIGURE, WORD, TITLE, NAME)
WORDS = (WORD, TITLE, NAME)
NOTHING = BitMap()
Families = dict[str, dict[str, BitMap]]  # family → key → documents
FEW = 128  # documents of a word that are kept as bare numbers
NUMBER = 4  # bytes


class Lexemes(dict):
    """Words and their documents. Most words have few of a million: as a set these take a hundred bytes each, as bare
    numbers four. What is given out for them is no set that is kept: what is added to it is to be put back."""

    def __setitem__(self, word: str, documents: BitMap) -> None:
        super().__setitem__(word, documents.to_array().tobytes() if len(documents) <= FEW else documents)

    def __getitem__(self, word: str) -> BitMap:
        return _set_of(super().__getitem__(word))

    def get(self, word: str, default: BitMap | None = None) -> BitMap | None:
        held = super().get(word)
        return default if held is None else _set_of(held)

    def values(self) -> Iterator[BitMap]:
        return map(_set_of, super().values())

    def items(self) -> Iterator[tuple[str, BitMap]]:
        return ((word, _set_of(held)) for word, held in super().items())

    def kept(self) -> Iterable[tuple[str, bytes | BitMap]]:
        """As they are kept."""
        return super().items()

    def keep(self, word: str, numbers: bytes) -> None:
        super().__setitem__(word, numbers)

    def add(self, word: str, numbers: array) -> None:
        held = super().get(word, b"")
        if isinstance(held, bytes) and len(held) + len(numbers) * NUMBER <= FEW * NUMBER:
            self.keep(word, held + numbers.tobytes())
        else:
            found = _set_of(held)
            found |= BitMap(numbers)
            self[word] = found


def _set_of(held: bytes | BitMap) -> BitMap:
    return BitMap(array("I", held)) if isinstance(held, bytes) else held


@dataclass
class Documents:
    """Initiatives as read from the database: parallel arrays, and for each family the initiatives of each key.

    `days` are days since 1970. Nothing is in order yet.
    """

    ids: np.ndarray
    days: np.ndarray
    families: dict[str, dict[str, np.ndarray]] = field(default_factory=dict)


class Phrased(NamedTuple):
    """Where a phrase stands: the documents of each part of the texts, the dead among them. Those from `until` on were
    not looked at yet."""

    parts: dict[str, BitMap]
    until: int


class Sets:
    def __init__(self) -> None:
        self.ids = np.empty(0, np.int64)
        self.days = np.empty(0, np.int32)
        self.ordered = 0
        self.families: dict[str, dict[str, BitMap]] = {
            family: Lexemes() if family in WORDS else {} for family in FAMILIES
        }
        self.phrases: dict[str, Phrased] = {}  # those that the directory's own words are made of
        self.filled = 0  # documents whose words are all in
        self.dead = BitMap()
        self.alive = BitMap()
        self.version = 0  # grows with each change: what was derived from the sets is derived anew
        self._numbers: dict[int, int] = {}  # initiative → number, of those above `ordered`
        # Numbers below `ordered`, sorted by initiative: of the type that a search wants, or each makes another array.
        self._by_id = np.empty(0, np.intp)
        self._falling = np.empty(0, np.int32)  # days below `ordered`, negated: they rise along the order
        self._places: list[int] = []  # of those above `ordered`: the first number in order that stands behind
        self._room = self.ids, self.days  # arrays that these begin

    # -- growing -----------------------------------------------------------------------------------------------------

    def lay(self, ids: np.ndarray, days: np.ndarray) -> None:
        """The first documents, numbered in the order of display."""
        order = np.lexsort((-ids, -days.astype(np.int64)))
        self.ids, self.days = ids[order].astype(np.int64), days[order].astype(np.int32)
        self._room = self.ids, self.days
        self.ordered = self.filled = len(ids)
        self.alive = BitMap(range(self.ordered))
        self._by_id = np.argsort(self.ids)
        self._falling = -self.days
        self.version += 1

    def fill(self, families: dict[str, dict[str, np.ndarray]]) -> Families:
        """Put the initiatives of each key into its set; those that have no number are passed over. Gives what was
        added, but for words."""
        added: Families = {}
        for family, keys in families.items():
            if not keys:
                continue
            held = self.families[family]
            # All keys at once: most have one document or two, and each step of numpy costs as much for one as for all.
            numbers = self._numbered(np.concatenate(list(keys.values())))
            is_known = numbers >= 0
            counts = np.concatenate([[0], np.cumsum(is_known)])
            ends = counts[np.cumsum([len(ids) for ids in keys.values()])].tolist()
            known = array("I", numbers[is_known].astype(np.uint32).tobytes())
            start = 0
            for key, end in zip(keys, ends, strict=True):
                if start == end:
                    continue
                if isinstance(held, Lexemes):
                    held.add(key, known[start:end])
                else:
                    documents = BitMap(known[start:end])
                    added.setdefault(family, {})[key] = documents
                    if key in held:
                        held[key] |= documents
                    else:
                        held[key] = documents.copy()
                start = end
        self.version += 1
        return added

    def replace(self, touched: Iterable[int], found: Documents) -> Families:
        """What of `touched` is public today is `found`: the earlier numbers die, what is found gets new ones. Gives
        what was added, but for words."""
        gone = BitMap(self.numbers(np.fromiter(touched, np.int64)))
        self.dead |= gone
        first = len(self.ids)
        self._append(found)
        for initiative in touched:
            self._numbers.pop(initiative, None)
        self._numbers |= {int(one): first + at for at, one in enumerate(found.ids)}
        self._places += [self._place(int(one), int(day)) for one, day in zip(found.ids, found.days, strict=True)]
        # A new set, not the same one changed: who holds the earlier one goes on seeing its moment.
        alive = (self.alive - gone) | BitMap(range(first, len(self.ids)))
        added = self.fill(found.families)
        self.filled = len(self.ids)
        self.alive = alive
        return added

    def _append(self, found: Documents) -> None:
        """Where room is left behind them; whoever holds the shorter arrays sees nothing of it."""
        start, stop = len(self.ids), len(self.ids) + len(found.ids)
        ids, days = self._room
        if stop > len(ids):
            more = stop // 64 + 1_000
            ids, days = (np.concatenate([held, np.empty(more, held.dtype)]) for held in (self.ids, self.days))
            self._room = ids, days
        ids[start:stop], days[start:stop] = found.ids, found.days
        self.ids, self.days = ids[:stop], days[:stop]

    def numbers(self, ids: np.ndarray) -> np.ndarray:
        """The living numbers of these initiatives, of those that have one, in their order."""
        numbers = self._numbered(ids)
        return numbers[numbers >= 0].astype(np.uint32)

    def _numbered(self, ids: np.ndarray) -> np.ndarray:
        """The living number of each initiative; -1 where it has none."""
        late = self._numbers
        numbers = np.full(len(ids), -1, np.int64)
        if late:
            numbers[:] = [late.get(one, -1) for one in ids.tolist()]
        sought = np.flatnonzero(numbers < 0)
        if self.ordered and len(sought):
            places = np.searchsorted(self.ids[: self.ordered], ids[sought], sorter=self._by_id)
            found = self._by_id[np.minimum(places, self.ordered - 1)]
            is_there = self.ids[found] == ids[sought]
            if self.dead:
                is_there &= [number not in self.dead for number in found.tolist()]
            numbers[sought[is_there]] = found[is_there]
        return numbers

    @property
    def disorder(self) -> int:
        """Numbers that are dead or out of order."""
        return len(self.dead) + len(self.ids) - self.ordered

    def compacted(self) -> Sets:
        """The same documents, all in order again; may run beside what reads and changes these sets. Their phrases are
        to be up to date (`phrases.known.learn`)."""
        alive = np.array(self.alive.copy().to_array(), np.int64)
        ids, days = self.ids[alive], self.days[alive]
        made = Sets()
        made.lay(ids, days)
        moved = np.full(int(alive[-1]) + 1 if len(alive) else 0, -1, np.int64)
        moved[alive[np.lexsort((-ids, -days.astype(np.int64)))]] = np.arange(len(alive))

        def placed(documents: BitMap) -> BitMap:
            numbers = np.array(documents.copy().to_array(), np.int64)
            numbers = moved[numbers[numbers < len(moved)]]
            return BitMap(numbers[numbers >= 0].astype(np.uint32))

        for family, keys in self.families.items():
            held = made.families[family]
            for key in list(keys):
                if documents := placed(keys[key]):
                    held[key] = documents
        for text, (parts, _) in list(self.phrases.items()):
            made.phrases[text] = Phrased({part: placed(documents) for part, documents in parts.items()}, made.ordered)
        return made

    # -- asking ------------------------------------------------------------------------------------------------------

    def of(self, family: str, keys: Iterable[str]) -> BitMap:
        """The documents of any of the keys; the dead are among them."""
        held = self.families[family]
        found = [held[key] for key in keys if key in held]
        if not found:
            return NOTHING
        return found[0] if len(found) == 1 else BitMap.union(*found)

    def between(self, since: int | None, until: int | None) -> BitMap:
        """The documents of these days, both included."""
        start = 0 if until is None else int(np.searchsorted(self._falling, np.int32(-until), "left"))
        stop = self.ordered if since is None else int(np.searchsorted(self._falling, np.int32(-since), "right"))
        found = BitMap(range(start, stop)) if start < stop else BitMap()
        late = self.days[self.ordered :]
        fits = np.ones(len(late), bool)
        if since is not None:
            fits &= late >= since
        if until is not None:
            fits &= late <= until
        return found | BitMap((np.flatnonzero(fits) + self.ordered).astype(np.uint32))

    def cut(self, found: BitMap, start: int, stop: int) -> list[int]:
        """The initiatives from one place to another of a result in the order of display; dead ones must be out."""
        return self.ids[self.placed(found, start, stop)].tolist()

    def placed(self, found: BitMap, start: int, stop: int) -> list[int]:
        """The numbers of the same."""
        if len(found) and found.max() >= self.ordered:
            return list(islice(self._merged(found, start), max(0, stop - start)))
        stop = min(stop, len(found))
        if start >= stop:
            return []
        return list(islice(found.iter_equal_or_larger(found[start]) if start else found, stop - start))

    def _merged(self, found: BitMap, start: int) -> Iterator[int]:
        """From a place on: the documents in order, with those out of order put where they belong."""
        late = np.fromiter(found.iter_equal_or_larger(self.ordered), np.int64)
        late = late[np.lexsort((-self.ids[late], -self.days[late].astype(np.int64)))]
        before = [self._places[number - self.ordered] for number in late.tolist()]
        ranks = _Ranks(found, before)
        nth = bisect_left(ranks, start)
        main = start - nth  # that many documents of the ordered part come before
        ordered_count = found.rank(self.ordered - 1) if self.ordered else 0
        numbers = iter(())
        if main < ordered_count:
            numbers = iter(found.iter_equal_or_larger(found[main]))
        number = next(numbers, None)
        while True:
            in_order = number is not None and number < self.ordered
            if nth < len(late) and (not in_order or before[nth] <= number):
                yield int(late[nth])
                nth += 1
            elif in_order:
                yield number
                number = next(numbers, None)
            else:
                return

    def _place(self, initiative: int, day: int) -> int:
        start = int(np.searchsorted(self._falling, np.int32(-day), "left"))
        stop = int(np.searchsorted(self._falling, np.int32(-day), "right"))
        return start + int(np.searchsorted(-self.ids[start:stop], -initiative, "left"))


class _Ranks:
    """Of documents out of order, how many of a result come before each; counted when it is asked for."""

    def __init__(self, found: BitMap, before: list[int]) -> None:
        self.found, self.before = found, before

    def __len__(self) -> int:
        return len(self.before)

    def __getitem__(self, at: int) -> int:
        place = self.before[at]
        return at + (self.found.rank(place - 1) if place else 0)


def grouped(pairs: Iterable[tuple[str, str, np.ndarray]]) -> dict[str, dict[str, np.ndarray]]:
    """(family, key, initiatives) → the initiatives of each key of each family, which may come in several parts."""
    families: dict[str, dict[str, list[np.ndarray]]] = defaultdict(lambda: defaultdict(list))
    for family, key, ids in pairs:
        families[family][key].append(ids)
    return {
        family: {key: parts[0] if len(parts) == 1 else np.concatenate(parts) for key, parts in keys.items()}
        for family, keys in families.items()
    }
