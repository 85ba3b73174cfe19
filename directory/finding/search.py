"""Words typed by people: read, made into a PostgreSQL query over the search vector, and shown again in the results."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchRank
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from directory.finding.synonyms import synonyms
from french.accents import without_accents
from french.wording import shortened

LONGEST = 200  # characters of a query that are read
MOST_TERMS = 16  # words and phrases of a query that are looked for
CONFIG = "french"
# Marks around found words on their way from the database: no text may hold them (control characters are no French).
START, STOP = "\x02", "\x03"

# Words of mere grammar: first PostgreSQL's own French stop list, in the last two lines what it forgets. A query made of
# nothing else must not empty the result, nor “les” rule out a text that lacks it.
GRAMMAR = frozenset(
    """
    au aux avec ce ces dans de des du elle en et eux il je la le leur lui ma mais me même mes moi mon ne nos notre nous
    on ou par pas pour qu que qui sa se ses son sur ta te tes toi ton tu un une vos votre vous c d j l à m n s t y été
    étée étées étés étant es est suis sommes êtes sont sera seront serait seraient était étaient fut soit soient eu eue
    eues eus ai as avons avez ont aura auront aurait auraient avait avaient eut ait aient
    les ils elles a où dont sans sous chez vers entre plus moins très tout toute tous toutes cet cette comme si car donc
    ni or puis lors afin ainsi aussi leurs quel quelle quels quelles quoi être avoir fait font
    """.split()  # noqa: SIM905 (two hundred words in quotes cannot be read)
)

PLAIN_GRAMMAR = frozenset(without_accents(word) for word in GRAMMAR)
TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


@dataclass(frozen=True)
class Term:
    """One word or phrase. Terms of one group are alternatives (OU)."""

    text: str
    is_excluded: bool = False
    group: int = 0
    is_quoted: bool = False

    @property
    def others(self) -> tuple[str, ...]:
        """Synonyms; none for what is to be found, or left out, as typed."""
        return () if self.is_quoted or self.is_excluded else synonyms(self.text)


@dataclass(frozen=True)
class Words:
    """What someone typed in the search box."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    ignored: tuple[str, ...] = ()
    was_cut: bool = False
    lexical: CombinedSearchQuery | SearchQuery | None = field(default=None, compare=False)

    def __bool__(self) -> bool:
        return self.lexical is not None

    @property
    def wanted(self) -> list[str]:
        """The single words that should be found, for spelling and places."""
        return [word for term in self.terms if not term.is_excluded for word in term.text.split()]


def read_words(text: str) -> Words:
    """Read a query: words, "a phrase", -excluded, OU between alternatives. Never fails, and reads a bounded length."""
    was_cut = len(text) > LONGEST
    text = clean(text)
    terms: list[Term] = []
    ignored: list[str] = []
    group, joins_next = 0, False
    for minus, phrase, word in TERM.findall(text):
        if not minus and word in ("OU", "OR", "|"):
            joins_next = bool(terms)
            continue
        typed = phrase or word
        if not any(character.isalnum() for character in typed):
            continue
        if all(without_accents(part).lower() in PLAIN_GRAMMAR for part in re.findall(r"\w+", typed)):
            ignored.append(typed)
            continue
        if len(terms) == MOST_TERMS:
            was_cut = True
            break
        group = group if joins_next else group + 1
        joins_next = False
        terms.append(Term(typed.strip(), bool(minus), group, bool(phrase)))
    return Words(text, tuple(terms), tuple(ignored), was_cut, _lexical(terms))


def clean(text: str, longest: int = LONGEST) -> str:
    """One line of readable characters, of bounded length, with plain apostrophes and quotes."""
    text = unicodedata.normalize("NFC", text[: longest * 2])
    text = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    return " ".join(text.translate(str.maketrans("’ʼ“”«»", '\'\'""""')).split())[:longest].strip()


def matching(initiatives: QuerySet, words: Words) -> QuerySet:
    """The initiatives that hold the words, with their `rank`."""
    if not words:
        return initiatives
    return initiatives.filter(search_vector=words.lexical).annotate(rank=SearchRank(F("search_vector"), words.lexical))


def with_found_words(initiatives: QuerySet, words: Words) -> QuerySet:
    """Each initiative gets `found`, its text without accents with the found words marked; for one page of results."""
    if not words:
        return initiatives
    text = Concat("title", Value(" "), "summary", output_field=TextField())
    return initiatives.annotate(
        found=Func(
            Value(CONFIG),
            Func(text, function="solidaire_plain"),
            words.lexical,
            Value(f"HighlightAll=true, StartSel={START}, StopSel={STOP}"),
            function="ts_headline",
            template="%(function)s(%(expressions)s)",
            output_field=TextField(),
        )
    )


def found_words(marked: str) -> set[str]:
    """The words between the marks, in lower case."""
    pieces = re.findall(f"{START}(.*?){STOP}", marked, re.DOTALL)
    return {word for piece in pieces for word in re.findall(r"\w+", piece.lower())} - PLAIN_GRAMMAR


def excerpt(text: str, found: set[str], length: int = 170) -> SafeString:
    """The part of a plain text that shows the words found, each in <mark>; its beginning when there is none."""
    hits = [match for match in re.finditer(r"\w+", text) if _plain(match[0]) in found]
    start = 0
    if hits and hits[0].start() > length * 2 // 3:
        start = text.rfind(" ", 0, hits[0].start() - length // 3) + 1
    shown = ("…" if start else "") + shortened(text[start:], length)
    return mark_safe(
        "".join(
            f"<mark>{escape(piece)}</mark>" if _plain(piece) in found else escape(piece)
            for piece in re.split(r"(\w+)", shown)
        )
    )


def _plain(word: str) -> str:
    return without_accents(word).lower()


def _lexical(terms: list[Term]) -> SearchQuery | CombinedSearchQuery | None:
    """Groups joined by AND, alternatives by OR; each term in all the forms in which a text may hold it."""
    groups: dict[int, SearchQuery | CombinedSearchQuery] = {}
    for term in terms:
        query = _term_query(term)
        groups[term.group] = (groups[term.group] | query) if term.group in groups else query
    for pair in _pairs(terms):
        # Two words that mean one thing together: both of them, or a synonym of the two.
        first, second = (term.group for term in pair)
        others = [_phrases(other) for other in synonyms(f"{pair[0].text} {pair[1].text}")]
        groups[first] = reduce(or_, others, groups[first] & groups.pop(second))
    return reduce(and_, groups.values()) if groups else None


def _pairs(terms: list[Term]) -> list[tuple[Term, Term]]:
    """Words in a row that have a synonym together, each with no alternative of its own."""
    sizes = Counter(term.group for term in terms)
    plain = [not term.is_quoted and not term.is_excluded and sizes[term.group] == 1 for term in terms]
    pairs: list[tuple[Term, Term]] = []
    for place in range(len(terms) - 1):
        pair = terms[place], terms[place + 1]
        is_free = not pairs or pairs[-1][1] is not pair[0]
        if is_free and plain[place] and plain[place + 1] and synonyms(f"{pair[0].text} {pair[1].text}"):
            pairs.append(pair)
    return pairs


def _term_query(term: Term) -> SearchQuery | CombinedSearchQuery:
    forms = dict.fromkeys([term.text, without_accents(term.text)])
    parts = re.split(r"[-‐‑]", term.text)
    if len(parts) > 1 and all(parts) and not any(_plain(part) in PLAIN_GRAMMAR for part in parts):
        # “Saint-Omer” must find “Saint Omer” too; not “Pas-de-Calais”, of which only “Calais” would be left.
        forms |= dict.fromkeys([" ".join(parts), without_accents(" ".join(parts))])
    if term.text.isdecimal():
        forms[f"-{term.text}"] = None  # the parser reads “Covid-19” as “covid” and “-19”
    phrases = [SearchQuery(form, config=CONFIG, search_type="phrase", invert=term.is_excluded) for form in forms]
    # None of the forms when excluded, any of them otherwise.
    query = reduce(and_ if term.is_excluded else or_, phrases)
    return reduce(or_, map(_phrases, term.others), query)


def _phrases(text: str) -> SearchQuery | CombinedSearchQuery:
    """A text as written and without accents, as the vector holds both."""
    forms = dict.fromkeys([text, without_accents(text)])
    return reduce(or_, [SearchQuery(form, config=CONFIG, search_type="phrase") for form in forms])
