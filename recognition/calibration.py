"""How sure a proposal is, from how often its rule was right on texts whose actors are known.

`data/calibration.csv` is made by `bench/calibration.py`, never by hand: how often each rule was right and was seen.
As long as few were seen the confidence is drawn towards what all rules together reached on a first reading, before any
of them was bettered: a rule says 0.9 or more only after ten cases that were all right, or some thirty with one slip.
"""

from __future__ import annotations

from functools import lru_cache

from recognition.vocabulary import rows

Counts = dict[str, tuple[int, int]]
# Of the first reading of six documents that the rules had not been made from: 81 of 100 proposals were right, and
# those bettered since are the better known ones.
FIRST_READING = 0.75
# As if each rule had been seen this often with that result.
WEIGHT = 6.0
# From here on nothing need be looked at twice: at least 95 of 100 such proposals are right (`bench/calibration.py`).
SURE = 0.9


@lru_cache(maxsize=1)
def counted() -> Counts:
    return {row["rule"]: (int(row["right"]), int(row["seen"])) for row in rows("calibration.csv")}


def confidence(rule: str, counts: Counts | None = None) -> float:
    """From 0 to 1, to two digits; a rule never seen has FIRST_READING."""
    right, seen = (counted() if counts is None else counts).get(rule, (0, 0))
    return round((right + WEIGHT * FIRST_READING) / (seen + WEIGHT), 2)
