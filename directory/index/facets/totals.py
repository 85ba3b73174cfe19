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
    """Of one moment: whatever changes makes another one."""

    counts: np.ndarray  # a row for all documents, and one for each large key; a column for each number of `Forward`
    rows: dict[tuple[str, str], int]

    @classmethod
    def of(cls, sets: Sets, forward: Forward) -> Totals:
        keys = _large(sets)
        found = [sets.alive, *(sets.families[family][key] & sets.alive for family, key in keys)]
        counts = np.array([forward.counts(documents)[: forward.width] for documents in found], np.int32)
        return cls(counts, {key: row for row, key in enumerate(keys, 1)})

    def after(self, sets: Sets, forward: Forward, before: BitMap) -> Totals:
        """With what came into the sets and what went, since `before` lived."""
        rows = dict(self.rows)
        for key in _large(sets):
            rows.setdefault(key, len(rows) + 1)
        counts = np.zeros((len(rows) + 1, forward.width), np.int32)
        height, width = self.counts.shape
        counts[:height, :width] = self.counts
        numbers = {int(forward.places(family, [key])[0]): row for (family, key), row in rows.items()}
        for documents, step in ((before - sets.alive, -1), (sets.alive - before, 1)):
            for document in documents:
                held = forward.held(document)
                having = [0, *(numbers[number] for number in held if number in numbers)]
                counts[np.ix_(having, held)] += step
        return Totals(counts, rows)

    def of_all(self) -> np.ndarray:
        return self.counts[0]

    def of_large(self, family: str, keys: Iterable[str]) -> np.ndarray | None:
        """Of the documents that have one of the keys; None where they were not counted together."""
        rows = [self.rows[family, key] for key in keys if (family, key) in self.rows]
        if len(rows) == 1:
            return self.counts[rows[0]]
        # No document has two themes.
        return self.counts[rows].sum(axis=0) if family == THEME else None


def _large(sets: Sets) -> list[tuple[str, str]]:
    return [(family, key) for family in LARGE for key in sets.families[family]]
