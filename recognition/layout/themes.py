"""The theme of a heading or of a story, by what officers have written down of each theme. No fit gives none.

Solidaires avec les soignants :         a heading of the theme: certain
Masques et visières                     words of one theme, of no other: nearly certain
Place aux jeunes !                      whom it is for, a word that headings of one theme have: likely
Pour que l’école continue               a word that goes with a theme: only if the stories below tell that theme
Héberger et reloger                     nothing known: none, whatever single words of the stories might suggest
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TypeVar

from recognition.gazetteer import Theme
from recognition.layout.theme_words import is_pair, pattern_of
from recognition.normalise import fold, key, lower, word_set

# What headings share, whatever they speak of: “Toujours solidaires envers les…”.
EMPTY_WORDS = word_set(
    "a au aux avec aupres autour autres cote cotes contre dans d de des du en envers et etre face l la le les "
    "leur leurs"
    " meme nos notre par plus pour rester se solidaire solidaires solidarite soutien sur tous toujours toutes"
    " un une vos votre theme themes thematique rubrique axe volet domaine chapitre partie i ii iii iv v vi vii "
    "viii ix x"
)
NUMBERING = re.compile(r"^\W*(?:(?:\d{1,2}|[IVX]{1,4})\s?[.)°–—-]+\s?)?")
# Whom a heading speaks of, always more than one: “nos aînés”, “aux jeunes”, “auprès des personnes seules”.
WHOM = re.compile(r"\b(?:aux|les|nos|des|vos) (?:plus )?(\w+s)\b")
TELLING, NEAR, PAIRED = 4, 2, 8
# A story tells its theme by one telling word at least, and by more than a usual word over the next theme so told.
MARGIN_OF_STORY = 3


class Certainty:
    """Of 1, as counted on documents with other crises (docs/import.md): the share of such themes that were right."""

    PRINTED = 1.0
    NEARLY_PRINTED = 0.97
    BY_WORDS = 0.92
    BY_HINT = 0.75
    BY_STORIES = 0.6
    BY_NEIGHBOURS = 0.5


Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Fit:
    """A theme, how sure, and why in French."""

    slug: str
    certainty: float
    why: str


class ThemeReader:
    def __init__(self, themes: Iterable[Theme]) -> None:
        self.themes = tuple(themes)
        self.names = {theme.slug: theme.name for theme in self.themes}

    def of_heading(self, heading: str) -> Fit | None:
        """By the heading alone; None also where two themes have as good a claim."""
        if slug := self.printed.get(key(NUMBERING.sub("", heading))):
            return Fit(slug, Certainty.PRINTED, f"Intertitre connu du thème «\u00a0{self.names[slug]}\u00a0».")
        bare = bare_words(heading)
        if slug := self.nearly_printed.get(bare):
            return Fit(
                slug, Certainty.NEARLY_PRINTED, f"Intertitre proche d’un autre de «\u00a0{self.names[slug]}\u00a0»."
            )
        low = lower(fold(heading))
        found = self.told_by(low, near=False)
        slug = clear_best({slug: one.told for slug, one in found.items()}, margin=1)
        if slug is None:
            return self.by_whom(heading) if not found else None
        words = ", ".join(f"«\u00a0{as_printed(word, heading, low)}\u00a0»" for word in found[slug].words)
        return Fit(slug, Certainty.BY_WORDS, f"Thème d’après les mots de l’intertitre\u00a0: {words}.")

    def by_whom(self, heading: str) -> Fit | None:
        """By the people whom it names, where headings of one theme alone name them: “avec les routiers bloqués”."""
        named = {
            self.heading_words[word]: match[1]
            for match in WHOM.finditer(lower(fold(heading)))
            for word in bare_words(match[1]) & self.heading_words.keys()
        }
        if len(named) != 1:
            return None
        ((slug, words),) = named.items()
        return Fit(
            slug, Certainty.BY_HINT, f"Thème d’après «\u00a0{words}\u00a0» dans l’intertitre\u00a0: à confirmer."
        )

    def hinted(self, heading: str) -> set[str]:
        """The themes that a heading may speak of: too little to decide."""
        low = lower(fold(heading))
        return set(self.told_by(low)) | {
            self.heading_words[word] for word in bare_words(heading) & self.heading_words.keys()
        }

    def speaks_of_any(self, heading: str) -> bool:
        """With a word that only headings of one theme have had: “L’école autrement”, “Nourrir, accompagner”."""
        return not self.heading_words.keys().isdisjoint(bare_words(heading)) or self.of_heading(heading) is not None

    def of_story(self, text: str) -> str | None:
        """The theme that a story tells by telling words, clear of any other; None if it tells none."""
        found = self.told_by(lower(fold(text)))
        slug = clear_best({slug: one.told for slug, one in found.items() if one.told}, margin=MARGIN_OF_STORY)
        return slug if slug == clear_best({slug: one.weight for slug, one in found.items()}, margin=1) else None

    def of_stories(self, texts: Sequence[str]) -> tuple[str, float] | None:
        """The theme that more stories tell than any other, each for itself, and their share of all."""
        votes = Counter(slug for text in texts if (slug := self.of_story(text)))
        (slug, count), (_, second) = [*votes.most_common(2), ("", 0), ("", 0)][:2]
        return (slug, count / len(texts)) if count > second else None

    def told_by(self, low: str, *, near: bool = True) -> dict[str, Told]:
        """What each theme finds of its words in a folded text; a word counts twice at most."""
        told: dict[str, Told] = {}
        for slug, weight, pattern in self.patterns:
            if weight == NEAR and not near:
                continue
            for word, count in Counter(match[0] for match in pattern.finditer(low)).items():
                one = told.setdefault(slug, Told())
                counted = weight * min(count, 2 if weight != PAIRED else 1)
                one.weight += counted
                one.told += counted if weight != NEAR else 0
                one.words.append(" ".join(word.split()))
        return told

    @cached_property
    def printed(self) -> dict[str, str]:
        """Headings by theme; of one that two themes claim, the theme named first keeps it."""
        known: dict[str, str] = {}
        for theme in self.themes:
            for heading in (theme.name, *theme.headings):
                known.setdefault(key(heading), theme.slug)
        known.pop("", None)
        return known

    @cached_property
    def nearly_printed(self) -> dict[frozenset[str], str]:
        """The same by the words that count; what two themes claim is nobody's."""
        return of_one((bare_words(heading), slug) for heading, slug in self.printed.items())

    @cached_property
    def heading_words(self) -> dict[str, str]:
        return of_one((word, slug) for heading, slug in self.printed.items() for word in bare_words(heading))

    @cached_property
    def patterns(self) -> list[tuple[str, int, re.Pattern[str]]]:
        made = []
        for theme in self.themes:
            weighed: dict[int, list[str]] = {PAIRED: [], TELLING: [], NEAR: []}
            for entries, weight in ((theme.words, TELLING), (theme.near_words, NEAR)):
                for entry in entries:
                    if pattern := pattern_of(entry):
                        weighed[PAIRED if is_pair(entry) else weight].append(pattern)
            # Longest first: “personnes âgées isolées” is one word of the theme, not three.
            made += [
                (theme.slug, weight, re.compile("|".join(sorted(patterns, key=len, reverse=True))))
                for weight, patterns in weighed.items()
                if patterns
            ]
        return made


def as_printed(word: str, heading: str, low: str) -> str:
    """A word found in the folded heading, with the accents that it has in print."""
    at = low.find(word)
    return lower(heading[at : at + len(word)]) if at >= 0 else word


@lru_cache(maxsize=4)
def reader_of(themes: tuple[Theme, ...]) -> ThemeReader:
    """Its patterns are made once for all documents of an installation."""
    return ThemeReader(themes)


@dataclass(slots=True)
class Told:
    """`weight` of all words found, `told` of those that tell the theme by themselves."""

    weight: int = 0
    told: int = 0
    words: list[str] = field(default_factory=list)


def of_one(claims: Iterable[tuple[Thing, str]]) -> dict[Thing, str]:
    """What exactly one theme claims."""
    claimed: dict[Thing, set[str]] = {}
    for thing, slug in claims:
        claimed.setdefault(thing, set()).add(slug)
    return {thing: next(iter(slugs)) for thing, slugs in claimed.items() if thing and len(slugs) == 1}


def clear_best(weights: dict[str, int], *, margin: int) -> str | None:
    """The heaviest, by this much over the next; None where two are near."""
    ranked = [*Counter(weights).most_common(2), ("", 0), ("", 0)]
    return ranked[0][0] if ranked[0][1] >= ranked[1][1] + margin else None


def bare_words(heading: str) -> frozenset[str]:
    """The words that count, without plural: “Solidaires avec nos aînés :” gives “aine”."""
    words = (re.sub(r"(?<=\w{3})[sx]$", "", word) for word in key(heading).split())
    return frozenset(
        word for word in words if word not in EMPTY_WORDS and word + "s" not in EMPTY_WORDS and not word.isdigit()
    )
