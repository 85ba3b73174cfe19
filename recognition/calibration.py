"""How sure a proposal is, from how often its rule was right on texts whose actors are known.

`data/calibration.csv` is made by `bench/calibration.py`, never by hand: how often each rule was right and was seen.
As long as few were seen the confidence of a rule is drawn towards that of its family, and a family towards what all
rules together reached on a first reading, before any of them was bettered.

    noun named subject      family “noun named”: the noun and its name stand side by side, whatever part they play
    name word opening subject      family “name word opening”
"""

from __future__ import annotations

from functools import lru_cache

from recognition.vocabulary import rows

Counts = dict[str, tuple[int, int]]
# Of the first reading of six documents that the rules had not been made from: 81 of 100 proposals were right, and
# those bettered since are the better known ones.
FIRST_READING = 0.75
# As if each had been seen this often with that result: of 4, 6, 10 and 15 the one that errs least on other documents.
WEIGHT = 10.0
# From here on nothing need be looked at twice: at least 95 of 100 such proposals are right (`bench/calibration.py`).
SURE = 0.9

MOST = 0.99


@lru_cache(maxsize=1)
def counted() -> Counts:
    return {row["rule"]: (int(row["right"]), int(row["seen"])) for row in rows("calibration.csv")}


@lru_cache(maxsize=1024)
def confidence(rule: str) -> float:
    """From 0 to 1, to two digits."""
    return estimated(rule, counted())


def estimated(rule: str, counts: Counts) -> float:
    """A rule never seen leans on its family, a family never seen on FIRST_READING; nothing is certain."""
    return min(MOST, round(_drawn(counts.get(rule, (0, 0)), _family(counts, rule.rpartition(" ")[0])), 2))


def _family(counts: Counts, family: str) -> float:
    mine = [pair for rule, pair in counts.items() if rule.rpartition(" ")[0] == family]
    return _drawn((sum(right for right, _ in mine), sum(seen for _, seen in mine)), FIRST_READING)


def _drawn(pair: tuple[int, int], towards: float) -> float:
    return (pair[0] + WEIGHT * towards) / (pair[1] + WEIGHT)
