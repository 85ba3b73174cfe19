"""Asking a list of queries and comparing the first answers with those expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from directory.finding.filters import DirectoryFilter
from french.accents import sort_key

FIRST = 3  # answers that a person looks at
NOTHING = "-"


@dataclass(frozen=True)
class Asked:
    """A query with the titles of its right answers; none where nothing answers it."""

    query: str
    expected: frozenset[str]
    first: tuple[str, ...]
    is_told_apart: bool  # said to be only a part of what was asked, or something near it

    @property
    def is_answered(self) -> bool:
        if not self.expected:
            return not self.first or self.is_told_apart
        return any(sort_key(title) in self.expected for title in self.first)


def ask(lines: Iterable[str]) -> Iterator[Asked]:
    """Each line is `query => title | title`, or `query => -` where nothing answers; # begins a comment."""
    for line in lines:
        query, arrow, titles = line.strip().partition(" => ")
        if not arrow or query.startswith("#"):
            continue
        expected = frozenset(sort_key(title) for title in titles.split(" | ") if title.strip() != NOTHING)
        chosen = DirectoryFilter(QueryDict(urlencode({"q": query})))
        first = tuple(row.public_title for row in chosen.ordered().with_hidden()[:FIRST])
        yield Asked(query, expected, first, chosen.reading.is_partial or bool(chosen.reading.typed))
