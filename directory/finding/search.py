"""Words typed by people: read, and made into a PostgreSQL query over the search vector."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, reduce
from itertools import pairwise
from operator import and_, or_

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchVectorExact, SearchVectorField
from django.db.models import Case, F, Func, QuerySet, SmallIntegerField, Value, When
from django.db.models.expressions import RawSQL

from directory.finding.forms.asking import PUNCTUATION, is_made_of, left_out, plain
from directory.finding.forms.written import other_forms
from directory.finding.grammar import PLAIN_GRAMMAR
from directory.finding.synonyms import Families, current_families
from french.accents import without_accents

LONGEST = 200  # characters of a query that are read
MOST_TERMS = 16  # words and phrases of a query that are looked for
CONFIG = "french"
IN_TITLE, IN_NAMES, IN_TEXT = 4, 2, 1  # what a thing found weighs, by where it stands

Lexical = SearchQuery | CombinedSearchQuery
WORD = re.compile(r"\w+")
TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


@dataclass(frozen=True)
class Term:
    """One word or phrase. Terms of one group are alternatives (OU). `at` is its place among all that was typed."""

    text: str
    is_excluded: bool = False
    group: int = 0
    is_quoted: bool = False
    at: int = 0

    @property
    def is_plain(self) -> bool:
        """Neither to be found, nor left out, as typed: it may be widened, corrected, read as a place."""
        return not self.is_quoted and not self.is_excluded


@dataclass(frozen=True)
class Group:
    """What is found or not as one: a word, a phrase, alternatives, or two words that mean one thing."""

    terms: tuple[Term, ...]
    lexical: SearchQuery | CombinedSearchQuery = field(compare=False)
    typed: Lexical | None = field(default=None, compare=False)  # without the synonyms by which it is widened

    @property
    def is_excluded(self) -> bool:
        return all(term.is_excluded for term in self.terms)

    @property
    def text(self) -> str:
        return " ".join(term.text for term in self.terms)


@dataclass(frozen=True)
class Words:
    """What someone typed in the search box. `typed` are all the words and phrases, those that weigh nothing too;
    `light` are those of asking that name a thing too, “entraide”."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    ignored: tuple[str, ...] = ()
    was_cut: bool = False
    groups: tuple[Group, ...] = field(default=(), compare=False)
    typed: tuple[str, ...] = field(default=(), compare=False)
    light: tuple[Lexical, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def wanted(self) -> list[str]:
        """The single words that should be found, for spelling and places."""
        return [word for term in self.terms if not term.is_excluded for word in term.text.split()]


def read_words(text: str, families: Callable[[], Families] = current_families) -> Words:
    """Read a query: words, "a phrase", -excluded, OU between alternatives. Never fails, and reads a bounded length.

    Words of asking (“où trouver”, “besoin de”) weigh nothing beside others; alone they are looked for like any other.
    """
    was_cut = len(text) > LONGEST
    text = clean(text)
    read = TERM.findall(text)
    families = cache(families)
    weightless = left_out(read, families)
    terms: list[Term] = []
    ignored: list[str] = []
    group, joins_next = 0, False
    for at, (minus, phrase, word) in enumerate(read):
        if not minus and (word in ("OU", "OR", "|") or (word == "ou" and _joins(read, at, weightless))):
            joins_next = bool(terms)
            continue
        typed = phrase or word
        if not any(character.isalnum() for character in typed):
            continue
        if at in weightless:
            ignored.append(typed)
            continue
        if len(terms) == MOST_TERMS:
            was_cut = True
            break
        group = group if joins_next else group + 1
        joins_next = False
        text_of = typed.strip() if phrase else typed.strip(PUNCTUATION)
        terms.append(Term(text_of, bool(minus), group, bool(phrase), at))
    return Words(
        text,
        tuple(terms),
        tuple(ignored),
        was_cut,
        _groups(terms, families),
        tuple(minus + (f'"{phrase}"' if phrase else word) for minus, phrase, word in read),
        tuple(_light([word for word in ignored if not is_made_of(word, PLAIN_GRAMMAR)], families)),
    )


def _light(asking: list[str], families: Callable[[], Families]) -> Iterator[Lexical]:
    """Those of the words of asking that editors gave a family, with it; two in a row as one."""
    for name in [*asking, *(" ".join(pair) for pair in pairwise(asking))]:
        if others := families().others(name):
            yield reduce(or_, map(phrases, others))


def _joins(read: list[tuple[str, str, str]], at: int, weightless: set[int]) -> bool:
    """“masques ou visières” is a choice; “ou trouver des masques” asks where, its accent left out."""
    sides = (at - 1, at + 1)
    return all(0 <= side < len(read) and not read[side][0] and side not in weightless for side in sides)


def clean(text: str, longest: int = LONGEST) -> str:
    """One line of readable characters, of bounded length, with plain apostrophes and quotes."""
    text = unicodedata.normalize("NFC", text[: longest * 2])
    text = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    return " ".join(text.translate(str.maketrans("’ʼ“”«»", '\'\'""""')).split())[:longest].strip()


def ranked(initiatives: QuerySet, lexicals: list[Lexical]) -> QuerySet:
    """Each initiative gets its `rank`: of each thing looked for, title before actors and places, these before text.

    Steps instead of PostgreSQL's `ts_rank`, which wants every position of every word: an index in memory ranks alike.
    """
    return initiatives.annotate(rank=reduce(lambda one, other: one + other, map(_standing, lexicals), Value(0)))


def _standing(lexical: Lexical) -> Case:
    """Where a thing stands, in the parts of the vector that triggers fill (migration `initiatives` 0002)."""

    def within(parts: str) -> SearchVectorExact:
        kept = Func(
            F("search_vector"), RawSQL(f"'{{{parts}}}'", ()), function="ts_filter", output_field=SearchVectorField()
        )
        return SearchVectorExact(kept, lexical)

    return Case(
        When(within("a"), then=IN_TITLE),
        When(within("b"), then=IN_NAMES),
        When(search_vector=lexical, then=IN_TEXT),
        default=0,
        output_field=SmallIntegerField(),
    )


def _groups(terms: list[Term], known: Callable[[], Families]) -> tuple[Group, ...]:
    """Terms by group, alternatives joined by OR; each in all the forms in which a text may hold it."""
    families = known() if any(term.is_plain for term in terms) else Families()
    held: dict[int, list[Term]] = {}
    typed: dict[int, Lexical] = {}
    queries: dict[int, Lexical] = {}
    for term in terms:
        plain = _term_query(term)
        others = map(phrases, _family(term.text, families) if term.is_plain else ())
        query = reduce(or_, others, plain)
        queries[term.group] = (queries[term.group] | query) if term.group in queries else query
        typed[term.group] = (typed[term.group] | plain) if term.group in typed else plain
        held.setdefault(term.group, []).append(term)
    for pair in _pairs(terms, families):
        # Two words that mean one thing together: both of them, or a synonym of the two.
        first, second = (term.group for term in pair)
        others = [phrases(other) for other in families.others(f"{pair[0].text} {pair[1].text}")]
        queries[first] = reduce(or_, others, queries[first] & queries.pop(second))
        typed[first] = typed[first] & typed.pop(second)
        held[first] += held.pop(second)
    return tuple(
        Group(tuple(held[number]), query, typed[number] if typed[number] is not query else None)
        for number, query in queries.items()
    )


def _family(text: str, families: Families) -> tuple[str, ...]:
    """“fab-lab” is of the family of “fablab”."""
    return next(filter(None, map(families.others, dict.fromkeys([text, *other_forms(text)]))), ())


def _pairs(terms: list[Term], families: Families) -> list[tuple[Term, Term]]:
    """Words in a row that have a synonym together, each with no alternative of its own."""
    sizes = Counter(term.group for term in terms)
    plain = [term.is_plain and sizes[term.group] == 1 for term in terms]
    pairs: list[tuple[Term, Term]] = []
    for place in range(len(terms) - 1):
        pair = terms[place], terms[place + 1]
        is_free = not pairs or pairs[-1][1] is not pair[0]
        if is_free and plain[place] and plain[place + 1] and families.others(f"{pair[0].text} {pair[1].text}"):
            pairs.append(pair)
    return pairs


def _term_query(term: Term) -> Lexical:
    forms = dict.fromkeys([term.text, without_accents(term.text)])
    if term.is_plain:
        forms |= dict.fromkeys(other_forms(term.text))
    parts = re.split(r"[-‐‑]", term.text)
    if len(parts) > 1 and all(parts) and not any(plain(part) in PLAIN_GRAMMAR for part in parts):
        # “Saint-Omer” must find “Saint Omer” too; not “Pas-de-Calais”, of which only “Calais” would be left.
        forms |= dict.fromkeys([" ".join(parts), without_accents(" ".join(parts))])
    if term.text.isdecimal():
        forms[f"-{term.text}"] = None  # the parser reads “Covid-19” as “covid” and “-19”
    written = [SearchQuery(form, config=CONFIG, search_type="phrase", invert=term.is_excluded) for form in forms]
    # None of the forms when excluded, any of them otherwise.
    return reduce(and_ if term.is_excluded else or_, written)


def plain_letters(word: str) -> str:
    """What is left of a word for `beginning`: nothing of one in another alphabet."""
    return re.sub(r"[^a-z0-9]", "", plain(word))


def beginning(word: str) -> SearchQuery:
    """Words that begin like this one, for a word that is not written to its end and has `plain_letters`."""
    return SearchQuery(f"'{plain_letters(word)}':*", config="simple", search_type="raw")


def phrases(text: str) -> Lexical:
    """A text as written and without accents, as the vector holds both."""
    forms = dict.fromkeys([text, without_accents(text)])
    return reduce(or_, [SearchQuery(form, config=CONFIG, search_type="phrase") for form in forms])
