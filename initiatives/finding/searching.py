"""The office's search among initiatives, in time that does not grow with their number."""

from __future__ import annotations

from django.db import models
from django.db.models.expressions import RawSQL

from initiatives.finding.keys import keys_of
from initiatives.finding.models import any_of, parts_of

FEW = 10_000
VERY_FEW = 500  # where one page is wanted and no count: soon full where there are more


def holding_words(rows: models.QuerySet, words: str, *, few: int = FEW) -> models.QuerySet:
    """Those of `rows` (initiatives) that hold every word; one query now, for the keys that the index finds."""
    return among(rows, words, keys_holding(words, few=few))


def is_searching(words: str) -> bool:
    return bool(parts_of(words))


def keys_holding(words: str, *, few: int = FEW) -> list[int] | None:
    """Of all initiatives that hold every word, unless they are more than a few; None too where nothing is sought."""
    if not is_searching(words):
        return None
    return keys_of(words, few=few)


def among(rows: models.QuerySet, words: str, keys: list[int] | None) -> models.QuerySet:
    """Those of `rows` that hold every word, whose keys these are.

    Where they are few, the rows are read by their keys. Where they are many, rows are read in the order of the list
    until a page is full: no key would be worth its reading.
    """
    if keys is not None:
        return rows.filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [keys]))  # one parameter, not thousands
    for part in parts_of(words):
        rows = rows.filter(any_of(part, through="searched_text__"))
    return rows
