"""Other words for the same thing, by which a search is widened: the families that editors keep (`SynonymFamily`).

Stemming brings “masques” and “masque” together, not “coudre” and “couturière”: whoever looks for help uses another word
than the bulletin. A widened word finds more, never less; quotes or a minus sign keep it as typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Max

from directory.finding.grammar import PLAIN_GRAMMAR
from directory.models import SynonymFamily
from french.accents import sort_key

FEMININE = (
    ("iere", "ier"), ("trice", "teur"), ("euse", "eur"), ("ienne", "ien"), ("elle", "el"), ("onne", "on"),
    ("ive", "if"), ("ee", "e"), ("ule", "ul"), ("ale", "al"), ("ante", "ant"), ("ente", "ent"), ("ite", "it"),
    ("aine", "ain"),
)  # fmt: skip


@dataclass
class Families:
    """Word or expression, in its plainest form → what finds the same."""

    by_key: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def words(self) -> dict[str, str]:
        """The single words that find others: sort key → as written."""
        every = dict.fromkeys(item for items in self.by_key.values() for item in items)
        single = {sort_key(item): item for item in every if plainest(item) in self.by_key}
        return {key: item for key, item in single.items() if " " not in key}

    def others(self, text: str) -> tuple[str, ...]:
        """The family of a word or of two words in a row, itself included; nothing for most."""
        key = plainest(text)
        return self.by_key.get(key) or self.by_key.get(_masculine(key), ())


_kept: list[tuple[dict, Families] | None] = [None]  # with the number of rows and the last change that they had


def plainest(text: str) -> str:
    """Without accents, plural marks or small words: “Routiers” is “routier”, “maison de retraite” “maison retraite”."""
    words = sort_key(text).split()
    telling = [word for word in words if word not in PLAIN_GRAMMAR] or words
    return " ".join(word if word == "vieux" else word.rstrip("sx") or word for word in telling)


def _masculine(key: str) -> str:
    """“isolee” gives “isole”, “caissiere” “caissier”, “livreuse” “livreur”: a family has seldom both genders."""
    for ending, other in FEMININE:
        if key.endswith(ending):
            return key.removesuffix(ending) + other
    return key


def _is_telling(item: str) -> bool:
    """“à la rue” would find every street: an expression of which the index keeps one word is only one to type."""
    words = item.split()
    return len(words) == 1 or sum(sort_key(word) not in PLAIN_GRAMMAR for word in words) > 1


def current_families() -> Families:
    """The families as editors last saved them. One query, two when they changed."""
    stamp = SynonymFamily.objects.aggregate(rows=Count("pk"), last=Max("updated_at"))
    kept = _kept[0]
    if kept is None or kept[0] != stamp:
        kept = _kept[0] = (stamp, read_families())
    return kept[1]


def read_families() -> Families:
    """One query."""
    return families_of(SynonymFamily.objects.all())


def families_of(rows: Iterable[SynonymFamily]) -> Families:
    by_key: dict[str, tuple[str, ...]] = {}
    for family in rows:
        items = family.items
        telling = [item for item in items if _is_telling(item)]
        for item in items[:1] if family.is_one_way else items:
            key = plainest(item)
            by_key[key] = tuple(dict.fromkeys((*by_key.get(key, ()), *telling)))
    return Families(by_key)
