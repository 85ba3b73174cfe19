"""What was meant by the words of a search, and what is found of it.

Words are first taken as typed: all of them, each in the texts or as the place, kind or bulletin that it names. Where no
published initiative has them all, they are mended (a beginning of a word, two words written as one, a slip), and where
that is not enough the initiatives that have most of them are found, rare words weighing more. What was done is told, so
that it can be undone; between quotes, a word is taken as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, partial, reduce
from math import log
from operator import and_

from django.db.models import Q, QuerySet, Value

from communes import reference
from directory.finding.grammar import FAINT
from directory.finding.ground import DATABASE, SAME, Ground, Part, having_all, weighed
from directory.finding.meaning import Meant, named_in, with_neighbours
from directory.finding.mending.names import name_behind, places_but_for_a_letter, places_without_capital
from directory.finding.places import elsewhere
from directory.finding.search import Lexical, Words, beginning, phrases, plain_letters, ranked, read_words
from directory.finding.spelling import corrected
from french.accents import sort_key

FEW = 3  # initiatives at a place: where there are fewer, those near it are shown too
SHORTEST_BEGINNING = 3  # letters of a word that is not written to its end
ENOUGH = 0.45  # of the best weight: what has less of the words is not shown
BEHIND = 0.9  # what all the names among the words weigh, of the lightest thing
FAINTNESS = 4  # by how much less weighs a word that says little
LEAST = 0.2  # of the weight of all words: below, what is found has nothing to do with what was asked


@dataclass
class Reading:
    """`parts` must all be found, unless `weights` say that most of them are enough."""

    words: Words
    parts: list[Part] = field(default_factory=list)
    weights: dict[int, float] = field(default_factory=dict)  # part → what it weighs
    least: float = 0.0  # weight that a found initiative has at least
    missed: list[str] = field(default_factory=list)  # words that what is found best does not have
    has: list[str] = field(default_factory=list)  # those that it has
    typed: str = ""  # what was typed, where it was mended

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def is_partial(self) -> bool:
        return bool(self.weights)

    @property
    def is_around(self) -> bool:
        """Whether what is near comes after what is there: by distance."""
        return self.is_partial or any(meant.around for meant in self.meant)

    @property
    def meant(self) -> list[Meant]:
        return [part.meant for part in self.parts if part.meant]

    @property
    def communes(self) -> list[str]:
        """INSEE codes of the communes named, for what is nearest to come first."""
        return [insee for meant in self.meant for insee in meant.communes]

    @property
    def ranked(self) -> list[Lexical]:
        """What ranks add up: what has the word itself counts more than a synonym. Beside nothing but names and words
        that say little, words of asking are all that says what is looked for: “entraide à Calais”."""
        typed = [part.group.typed for part in self.parts if part.group and not part.is_excluded]
        light = self.words.light if all(part.meant or _is_faint(part) for part in self.parts) else ()
        return [*self.lexicals, *(lexical for lexical in typed if lexical is not None), *light]

    @property
    def lexicals(self) -> list[Lexical]:
        """Each of the things that words look for."""
        return [part.lexical for part in self.parts if part.lexical is not None and not part.is_excluded]

    def narrow(self, initiatives: QuerySet) -> QuerySet:
        if self.is_partial:
            initiatives = weighed(initiatives, self.parts, self.weights).filter(weight__gte=self.least)
            return having_all(initiatives, [part for part in self.parts if part.is_excluded])
        return having_all(initiatives, self.parts)

    def rank(self, initiatives: QuerySet) -> QuerySet:
        """Each initiative gets `rank` and `weight`: more of the words first, then the better place of the words."""
        if "weight" not in initiatives.query.annotations:
            initiatives = initiatives.annotate(weight=Value(0.0))
        return ranked(initiatives, self.ranked)

    def quoted(self, meant: Meant) -> str:
        """The same search with this name taken as a mere word."""
        return self._with(meant, [f'"{_text(self.words, meant)}"'])

    def without(self, meant: Meant) -> str:
        """The other words of the search."""
        return self._with(meant, [])

    def _with(self, meant: Meant, instead: list[str]) -> str:
        before, after = self.words.typed[: meant.first], self.words.typed[meant.last + 1 :]
        return " ".join([*before, *instead, *after])


def read(words: Words, ground: Ground = DATABASE) -> Reading:
    """One query where something has all the words, about eight where nothing has; those of `named_in` on top."""
    reading = Reading(words, _parts(words, ground))
    if not reading or ground.exists(reading.parts):
        return _around(reading, ground)
    mended = _mended(reading, ground)
    if mended and ground.exists(mended.parts):
        return _around(mended, ground)
    return _most_of(mended or reading, ground)


def _around(reading: Reading, ground: Ground) -> Reading:
    """With what is near the commune that was named, where there is little of it there."""
    named = [index for index, part in enumerate(reading.parts) if part.meant and part.meant.communes]
    if len(named) != 1 or (here := ground.number(reading.parts, FEW)) == FEW:
        return reading
    parts, index = list(reading.parts), named[0]
    meant = with_neighbours(parts[index].meant, ground.names)
    condition = (
        Q(pk__in=meant.found) if parts[index].lexical is None else parts[index].condition | Q(pk__in=meant.found)
    )
    parts[index] = replace(parts[index], condition=condition, meant=meant)
    return replace(reading, parts=parts) if ground.number(parts, here + 1) > here else reading


def _parts(words: Words, ground: Ground) -> list[Part]:
    meant = named_in(words, ground.names) if words else []
    parts = [Part(_text(words, one), Q(pk__in=one.found), meant=one) for one in meant]
    for group in words.groups:
        ats = {term.at for term in group.terms}
        within = next((one for one in meant if all(one.covers(at) for at in ats)), None)
        if within is None:
            parts.append(Part(group.text, Q(search_vector=group.lexical), group.lexical, group))
            continue
        # A name is found in the texts too, all its words together; a bulletin's number is a mere number there.
        place = next(index for index, part in enumerate(parts) if part.meant is within)
        if within.parameter != "bulletin" and parts[place].lexical is None:
            lexical = _named_in_texts(parts[place].text)
            parts[place] = replace(
                parts[place], condition=parts[place].condition | Q(search_vector=lexical), lexical=lexical
            )
    order = {id(part): part.meant.first if part.meant else part.group.terms[0].at for part in parts}
    return sorted(parts, key=lambda part: order[id(part)])


def _named_in_texts(name: str) -> Lexical:
    """A name as texts say it, not as the end of a longer one: “Pas-de-Calais” is no “Calais”."""
    longer = _longer_names().get(sort_key(name), ())
    return reduce(and_, [~phrases(one) for one in longer], phrases(name))


@cache
def _longer_names() -> dict[str, list[str]]:
    """End of a département’s name → that name: “calais”, “belfort”, “marne”."""
    longer: dict[str, list[str]] = {}
    for department in reference.departments().values():
        words = sort_key(department.name).split()
        for start in range(1, len(words)):
            longer.setdefault(" ".join(words[start:]), []).append(department.name)
    return longer


def _text(words: Words, meant: Meant) -> str:
    return " ".join(words.typed[meant.first : meant.last + 1])


def _mended(reading: Reading, ground: Ground) -> Reading | None:
    """The words that nothing has, mended where there is a way; None where nothing was to be mended."""
    lone = {
        index: part.group.terms[0].text
        for index, part in enumerate(reading.parts)
        if part.group and len(part.group.terms) == 1 and part.group.terms[0].is_plain
    }
    counts = ground.counts(reading.parts)
    unknown = {index: text for index, text in lone.items() if not counts[index]}
    if places := places_without_capital(unknown.values(), ground.names):
        words = read_words(_capitalised(reading.words.text, places), ground.families)
        again = Reading(words, _parts(words, ground))
        return _mended(again, ground) or again
    # The name of a commune elsewhere is no slip: “Lille” is not the beginning of “Lillers”.
    unknown = {index: text for index, text in unknown.items() if not elsewhere(text)}
    if not unknown:
        return None
    parts = list(reading.parts)
    nearly = places_but_for_a_letter(unknown.values(), ground.names)
    ways = {
        (index,): beginning(text)
        for index, text in unknown.items()
        if len(plain_letters(text)) >= SHORTEST_BEGINNING and text not in nearly
    }
    ways |= {
        (index, index + 1): phrases(lone[index] + lone[index + 1])
        for index in lone
        if index + 1 in lone and (index in unknown or index + 1 in unknown)
    }
    tried = [Part("", Q(search_vector=lexical), lexical) for lexical in ways.values()]
    found = ground.counts(tried) if tried else []
    done: set[int] = set()
    for (indexes, lexical), count in sorted(zip(ways.items(), found, strict=True), key=lambda one: -len(one[0][0])):
        if count and not done & set(indexes):
            done |= set(indexes)
            text = " ".join(lone[index] for index in indexes)
            parts[indexes[0]] = Part(text, Q(search_vector=lexical), lexical, parts[indexes[0]].group)
            for index in indexes[1:]:
                parts[index] = None
    left = {text for index, text in unknown.items() if index not in done}
    better = _corrected(reading.words, left, ground) if left else ""
    if better:
        words = read_words(better, ground.families)
        return Reading(words, _parts(words, ground), typed=reading.words.text)
    return Reading(reading.words, [part for part in parts if part]) if done else None


def _capitalised(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", word.capitalize(), text)
    return text


def _corrected(words: Words, only: set[str], ground: Ground) -> str:
    def finds(word: str) -> bool:
        return ground.exists(_parts(read_words(word, ground.families), ground))

    names = partial(name_behind, known=ground.names)
    return corrected(words, only=only, families=ground.families(), finds=finds, behind=names)


def _most_of(reading: Reading, ground: Ground) -> Reading:
    """The initiatives that have the weightiest of the words; as it was where none has enough of them."""
    wanted = {index: part for index, part in enumerate(reading.parts) if not part.is_excluded}
    if len(wanted) < 2:
        return reading
    counts = ground.counts(reading.parts)
    total = ground.total()
    weights = {
        index: log(1 + total / (counts[index] or 0.5)) / (FAINTNESS if _is_faint(part, counts[index]) else 1)
        for index, part in wanted.items()
    }
    found = [index for index, part in wanted.items() if not part.meant and counts[index]]
    telling = [index for index in found if not _is_faint(wanted[index], counts[index])]
    things = [weights[index] for index in telling or found]
    names = [index for index, part in wanted.items() if part.meant]
    for index in names if things else ():
        # What is asked for comes before where: masks from the next town rather than anything from this one.
        weights[index] = min(weights[index], min(things) * BEHIND / len(names))
    best, held = ground.best(reading.parts, weights)
    if best <= 0 or best < LEAST * sum(weights.values()):
        return reading
    return replace(
        reading,
        weights=weights,
        least=max(best * ENOUGH, sum(weights[index] for index in names) + SAME if things else 0),
        has=[part.text for index, part in wanted.items() if index in held],
        missed=[part.text for index, part in wanted.items() if index not in held],
    )


def _is_faint(part: Part, found: int = 1) -> bool:
    """Of words that say little, and of a number that nothing tells: an age, a price."""
    if part.meant:
        return False
    return all(sort_key(word) in FAINT or (not found and word.isdecimal()) for word in part.text.split())
