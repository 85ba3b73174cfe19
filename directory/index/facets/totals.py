"""How many living documents have each key: of all of them, and of those of each theme, kind of actor and audience.

These sets are the largest, and to count a sixth of all documents takes milliseconds of a million. Nothing here is kept
of an earlier answer: it is made with the index, and each document that comes or goes is added or taken away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from directory.index.forward import Forward
from directory.index.sets import AUDIENCE, KIND, THEME, Sets

LARGE = (THEME, KIND, AUDIENCE)


@dataclass(frozen=True)
class Totals:
    """Of one moment: whatever changes makes another one, with the rows that it does not touch."""

    counts: tuple[np.ndarray, ...]  # of all documents, then of those of each large key; by the numbers of `Forward`
    rows: dict[tuple[str, str], int]
    numbered: dict[int, int]  # the rows of large keys by their numbers

    @classmethod
    def of(cls, sets: Sets, forward: Forward) -> Totals:
        keys = _large(sets)
        found = [sets.alive, *(sets.families[family][key] & sets.alive for family, key in keys)]
        counts = tuple(forward.counts(documents)[: forward.width].astype(np.int32) for documents in found)
        rows = {key: row for row, key in enumerate(keys, 1)}
        return cls(counts, rows, _numbered(rows, forward))

    def after(self, sets: Sets, forward: Forward, before: BitMap) -> Totals:
        """With what came into the sets and what went, since `before` lived."""
        rows, numbered = self.rows, self.numbered
        if new := [key for key in _large(sets) if key not in rows]:
            more = {key: row for row, key in enumerate(new, len(rows) + 1)}
            rows, numbered = rows | more, numbered | _numbered(more, forward)
        # A key that came since is one that no document had.
        longer = forward.width - len(self.counts[0])
        counts = [np.pad(row, (0, longer)) for row in self.counts] if longer else list(self.counts)
        counts += [np.zeros_like(counts[0]) for _ in new]
        copied = set(range(len(counts))) if longer else set()
        for documents, step in ((before - sets.alive, -1), (sets.alive - before, 1)):
            for document in documents:
                held = forward.held(document)
                for row in (0, *(numbered[number] for number in held if number in numbered)):
                    if row not in copied:
                        counts[row] = counts[row].copy()
                        copied.add(row)
                    counts[row][held] += step
        return Totals(tuple(counts), rows, numbered)

    def of_all(self) -> np.ndarray:
        return self.counts[0]

    def of_large(self, family: str, keys: Iterable[str]) -> np.ndarray | None:
        """Of the documents that have one of the keys; None where they were not counted together."""
        rows = [self.rows[family, key] for key in keys if (family, key) in self.rows]
        if len(rows) == 1:
            return self.counts[rows[0]]
        # No document has two themes.
        return np.sum([self.counts[row] for row in rows], axis=0) if family == THEME and rows else None


def _large(sets: Sets) -> list[tuple[str, str]]:
    return [(family, key) for family in LARGE for key in sets.families[family]]


def _numbered(rows: dict[tuple[str, str], int], forward: Forward) -> dict[int, int]:
    return {int(forward.places(family, [key])[0]): row for (family, key), row in rows.items()}
