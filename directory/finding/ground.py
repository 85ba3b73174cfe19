"""On what a search is tried while its words are read: how many initiatives have which of its parts.

`Database` asks PostgreSQL; the index in memory (`directory.index`) answers the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Protocol

from django.db.models import Case, Count, FloatField, Max, Q, QuerySet, Value, When

from directory.finding.meaning import DATABASE_NAMES, Meant, Names
from directory.finding.search import Group, Lexical
from initiatives.models import Initiative

SAME = 1e-6  # weights that differ by less are equal


@dataclass(frozen=True)
class Part:
    """What is found or not as one: a group of words, or a name among them, or both."""

    text: str
    condition: Q
    lexical: Lexical | None = None
    group: Group | None = None
    meant: Meant | None = None

    @property
    def is_excluded(self) -> bool:
        return self.group is not None and self.group.is_excluded


class Ground(Protocol):
    names: Names

    def exists(self, parts: list[Part]) -> bool:
        """Whether a public initiative has all the parts."""

    def number(self, parts: list[Part], most: int) -> int:
        """How many public initiatives have all the parts; `most` where they are more."""

    def counts(self, parts: list[Part]) -> list[int]:
        """How many public initiatives each part finds by itself."""

    def total(self) -> int:
        """How many initiatives are public."""

    def best(self, parts: list[Part], weights: dict[int, float]) -> tuple[float, set[int]]:
        """The greatest weight, and which of the weighed parts those that have it have."""


class Database:
    """One query each, two for `best`."""

    names = DATABASE_NAMES

    def exists(self, parts: list[Part]) -> bool:
        return having_all(Initiative.objects.published(), parts).exists()

    def number(self, parts: list[Part], most: int) -> int:
        return len(having_all(Initiative.objects.published(), parts).values("pk")[:most])

    def counts(self, parts: list[Part]) -> list[int]:
        counted = {f"n{index}": Count("pk", filter=part.condition, distinct=True) for index, part in enumerate(parts)}
        found = Initiative.objects.published().aggregate(**counted)
        return [found[f"n{index}"] for index in range(len(parts))]

    def total(self) -> int:
        return Initiative.objects.published().count()

    def best(self, parts: list[Part], weights: dict[int, float]) -> tuple[float, set[int]]:
        rows = weighed(Initiative.objects.published(), parts, weights)
        rows = having_all(rows, [part for part in parts if part.is_excluded])
        best = rows.aggregate(best=Max("weight"))["best"] or 0.0
        top = rows.filter(weight__gte=best - SAME)
        has = top.aggregate(**{f"n{index}": Count("pk", filter=parts[index].condition) for index in weights})
        return best, {index for index in weights if has[f"n{index}"]}


DATABASE = Database()


def having_all(initiatives: QuerySet, parts: list[Part]) -> QuerySet:
    for part in parts:
        initiatives = initiatives.filter(part.condition)
    return initiatives


def weighed(initiatives: QuerySet, parts: list[Part], weights: dict[int, float]) -> QuerySet:
    terms = [
        Case(When(parts[index].condition, then=Value(weight)), default=Value(0.0), output_field=FloatField())
        for index, weight in weights.items()
    ]
    return initiatives.annotate(weight=reduce(lambda one, other: one + other, terms))
