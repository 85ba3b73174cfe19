"""How sure a proposal is, from how often its rule was right on documents whose actors are known.

`data/calibration.csv` is made by `bench/calibration.py` (never by hand): right and seen by rule. The confidence is the
share of right ones, drawn towards the mean of all rules as long as few were seen: a rule says 0.9 or more only after
some thirty cases nearly all of which were right.
"""

from __future__ import annotations

from functools import lru_cache

from recognition.vocabulary import rows

# As if each rule had been seen this often with the mean result; chosen by cross-validation (`bench/calibration.py`).
WEIGHT_OF_MEAN = 4.0


@lru_cache(maxsize=1)
def _counts() -> dict[str, tuple[int, int]]:
    return {row["rule"]: (int(row["right"]), int(row["seen"])) for row in rows("calibration.csv")}


def confidence(rule: str, counts: dict[str, tuple[int, int]] | None = None) -> float:
    """From 0 to 1: the share of proposals of this rule that are right; one never seen has the mean of its family.

    A family is the first word of a rule: “noun named subject” and “noun joined of” are of “noun”.
    """
    counts = _counts() if counts is None else counts
    right, seen = counts.get(rule, (0, 0))
    return round((right + WEIGHT_OF_MEAN * _mean(counts, rule.partition(" ")[0])) / (seen + WEIGHT_OF_MEAN), 2)


def _mean(counts: dict[str, tuple[int, int]], family: str) -> float:
    """Half a wrong and half a right one are added, so that no family is ever certain."""
    mine = [pair for rule, pair in counts.items() if rule.partition(" ")[0] == family]
    return (sum(right for right, _ in mine) + 0.5) / (sum(seen for _, seen in mine) + 1)
