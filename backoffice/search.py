"""Searching lists and choices of the back office: accents and case never matter."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from french.accents import sort_key, without_accents

MOST_WORDS = 16  # of what was typed; each is looked for in every column


class Plain(models.Func):
    """Lower case without accents, by the SQL function that the directory's search uses too."""

    function = "solidaire_plain"
    output_field = models.TextField()

    def __init__(self, column: str) -> None:
        super().__init__(Lower(column))


class PlainColumn(models.Func):
    """The same of a column of short texts.

    One without accents, as numbers and addresses are, has as many bytes as letters: the function, which takes six times
    as long, would change nothing in it.
    """

    template = (
        "CASE WHEN octet_length(%(expressions)s) = length(%(expressions)s) THEN lower(%(expressions)s) "
        "ELSE solidaire_plain(lower(%(expressions)s)) END"
    )
    output_field = models.TextField()

    def __init__(self, column: str) -> None:
        super().__init__(models.F(column))  # no parameter, for it is written four times


def containing_words(
    queryset: models.QuerySet, text: str, *, keys: tuple[str, ...], columns: tuple[str, ...]
) -> models.QuerySet:
    """Rows that hold every word of `text` in one of the `keys` (stored sort keys) or `columns` (texts as written).

    Of a long text the first words count.
    """
    names = {f"plain_{number}": column for number, column in enumerate(columns)}
    queryset = queryset.annotate(**{name: PlainColumn(column) for name, column in names.items()})
    for word in without_accents(text).lower().split()[:MOST_WORDS]:
        condition = models.Q()
        for name in names:
            condition |= models.Q(**{f"{name}__contains": word})
        if key := sort_key(word):
            for column in keys:
                condition |= models.Q(**{f"{column}__contains": key})
        queryset = queryset.filter(condition)
    return queryset
