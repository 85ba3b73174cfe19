"""Communes by the beginning of what they are called, without a query: the twin of `CommuneQuerySet.named`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from directory.index.vocabulary import NamedCommune, Vocabulary
from french.accents import sort_key, spelt_out

LAST = "\uffff"  # behind every letter of a key
SHORTEST_CODE = 2  # digits


class CommuneNames:
    """The communes of the territory, by each word of their names on. What typed letters begin is one stretch of it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.rows = [row for row in vocabulary.communes.values() if row.in_territory]  # in the order of names
        beginnings: list[tuple[str, int, bool]] = []  # a name from one of its words on, its place, whether whole
        for place, row in enumerate(self.rows):
            words = row.sort_key.split(" ")
            beginnings += [(" ".join(words[at:]), place, not at) for at in range(len(words))]
        self.beginnings = sorted(beginnings)
        self.codes = sorted((row.insee, place) for place, row in enumerate(self.rows))
        self.posted: dict[str, list[int]] = {}
        for place, row in enumerate(self.rows):
            for code in dict.fromkeys(row.postal_codes):
                self.posted.setdefault(code, []).append(place)
        self.aliases = [(alias, place) for place, row in enumerate(self.rows) for alias in row.aliases]

    def named(self, text: str) -> list[NamedCommune]:
        """Those that `text` may mean, best first."""
        key = spelt_out(sort_key(text))
        if not key:
            return []
        digits = key.replace(" ", "")
        if digits.isdigit() and len(digits) >= SHORTEST_CODE:
            posted = self.posted.get(digits, [])
            numbered = {place for _, place in _stretch(self.codes, digits)} - set(posted)
            return [self.rows[place] for place in (*posted, *sorted(numbered))]
        ranks: dict[int, int] = {}
        for rank, place in self._ranked(key):
            ranks[place] = min(rank, ranks.get(place, rank))
        return [self.rows[place] for place in sorted(ranks, key=lambda place: self._order(ranks[place], place))]

    def _ranked(self, key: str) -> Iterator[tuple[int, int]]:
        for name, place, is_whole in _stretch(self.beginnings, key):
            yield (0 if name == key else 2) if is_whole else 3, place
        for alias, place in self.aliases:
            if key in alias:
                yield 1 if alias == key else 4, place

    def _order(self, rank: int, place: int) -> tuple[int, bool, int, int]:
        population = self.rows[place].population
        return rank, population is None, -(population or 0), place


def _stretch(entries: list[tuple], beginning: str) -> list[tuple]:
    return entries[bisect_left(entries, (beginning,)) : bisect_left(entries, (beginning + LAST,))]
