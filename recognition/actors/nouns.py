"""Nouns that announce an organisation, from `data/nouns.csv`; `part` says how the noun goes with the name after it.

(empty)    belongs to it: “la mosquée Annour d’Arras”, “le comité des fêtes de Planques”
dropped    only announces it: “l’association SECOND DEPART” gives “SECOND DEPART”
municipal  belongs to it, and alone means the one of the commune: “la mairie”, “le CCAS”
receives   belongs to it, and is more often helped than helping: “l’hôpital de Lens”, “l’Ehpad”
place      belongs to it; without a name it is a building: “l’église reste ouverte”
capital    belongs to it; means who acts when it is written with a capital: “le Département”, “la Région”
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from recognition.vocabulary import pattern, rows


@dataclass(frozen=True, slots=True)
class Noun:
    kind: str
    part: str
    is_acronym: bool = False

    @property
    def is_dropped(self) -> bool:
        return self.part == "dropped"

    @property
    def is_municipal(self) -> bool:
        return self.part == "municipal"

    @property
    def receives(self) -> bool:
        return self.part == "receives"


def _patterns() -> list[tuple[str, Noun]]:
    """The longest forms first: “école de musique” before “école”."""
    every = sorted(rows("nouns.csv"), key=lambda row: -len(re.sub(r"\([^()]*\|\)", "", row["forms"])))
    return [(pattern(row["forms"]), Noun(row["kind"], row["part"], row["forms"].isupper())) for row in every]


PATTERNS = _patterns()
_COMPILED = [(re.compile(words), noun) for words, noun in PATTERNS]
ANY = "|".join(words for words, _ in PATTERNS)
# Matched on `Source.said`; the noun itself is the first group.
NOUN = re.compile(rf"(?<![\w'-])(?:l'|d')?({ANY})(?![\w-])")


@lru_cache(maxsize=1024)
def noun_of(words: str) -> Noun:
    """What the words that NOUN found announce."""
    return next(noun for form, noun in _COMPILED if form.fullmatch(words))
