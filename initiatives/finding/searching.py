"""The office's search among initiatives, in time that does not grow with their number."""

from __future__ import annotations

from django.db import models

from initiatives.finding.models import SearchedText, any_of, parts_of

FEW = 10_000


def holding_words(rows: models.QuerySet, words: str, *, few: int = FEW) -> models.QuerySet:
    """Those of `rows` (initiatives) that hold every word; one query now, for the keys that the index finds.

    Where they are few, the rows are read by their keys. Where they are many, rows are read in the order of the list
    until a page is full: no key would be worth its reading.
    """
    asked = parts_of(words)
    if not asked:
        return rows
    keys = list(SearchedText.objects.containing(words).values_list("pk", flat=True)[: few + 1])
    if len(keys) <= few:
        return rows.filter(pk__in=keys)
    for part in asked:
        rows = rows.filter(any_of(part, through="searched_text__"))
    return rows
