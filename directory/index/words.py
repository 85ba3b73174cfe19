"""Words of a search, answered by the sets; phrases are asked of PostgreSQL once, and kept."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict

import numpy as np
from django.contrib.postgres.search import CombinedSearchQuery, SearchConfig
from django.db import connections
from django.db.models.sql import Query
from pyroaring import BitMap

from directory.finding.search import Lexical
from directory.index.lexical import Node, Phrase, Word, answered, parse
from directory.index.sets import NAME, NOTHING, TITLE, WORD, Sets
from initiatives.models import Initiative

MOST_QUERIES = 20_000  # that are kept read
MOST_PHRASES = 500  # whose initiatives are kept
LETTERS = {TITLE: "{a}", NAME: "{b}"}

_read: OrderedDict[tuple, Node | None] = OrderedDict()


def nodes(lexicals: list[Lexical]) -> list[Node | None]:
    """The queries as PostgreSQL reads them: its dictionaries alone know the stems. One query for those not seen yet."""
    asked = [_told(lexical) for lexical in lexicals]
    unknown = {one: lexical for one, lexical in zip(asked, lexicals, strict=True) if one not in _read}
    if unknown:
        queries = [_sql(lexical) for lexical in unknown.values()]
        with connections[Initiative.objects.db].cursor() as cursor:
            parameters = [value for _, values in queries for value in values]
            cursor.execute("SELECT " + ", ".join(f"({sql})::text" for sql, _ in queries), parameters)
            for one, text in zip(unknown, cursor.fetchone(), strict=True):
                _read[one] = parse(text)
    found = [_read[one] for one in asked]
    while len(_read) > MOST_QUERIES:
        _read.popitem(last=False)
    return found


def _told(lexical: Lexical) -> tuple:
    """What a query asks, to be known again: its SQL is dear to make and says no more."""
    if isinstance(lexical, CombinedSearchQuery):
        return lexical.connector, _told(lexical.lhs), _told(lexical.rhs)
    values = (one.config.value if isinstance(one, SearchConfig) else one.value for one in lexical.source_expressions)
    return lexical.function, lexical.invert, *values


def _sql(lexical: Lexical) -> tuple[str, tuple]:
    compiler = Query(Initiative).get_compiler(using=Initiative.objects.db)
    sql, parameters = compiler.compile(lexical.resolve_expression(compiler.query))
    return sql, tuple(parameters)


class Words:
    """Of one `Sets`: numbers that a phrase found stay its own."""

    def __init__(self, sets: Sets) -> None:
        self.sets = sets
        self._phrases: OrderedDict[tuple[str, str], tuple[BitMap, int]] = OrderedDict()
        self._sorted: dict[str, list[str]] = {}

    def of(self, node: Node | None, part: str = WORD) -> BitMap:
        """The documents that a query finds in the whole text, the titles or the names; dead ones among them."""
        return answered(node, _Within(self, part))

    def beginning(self, start: str, part: str) -> BitMap:
        held = self.sets.families[part]
        words = self._sorted.get(part, [])
        if len(words) != len(held):
            words = self._sorted[part] = sorted(held.copy())
        first = bisect_left(words, start)
        last = first
        while last < len(words) and words[last].startswith(start):
            last += 1
        found = [held[word] for word in words[first:last]]
        return BitMap.union(*found) if found else NOTHING

    def phrase(self, phrase: Phrase, part: str) -> BitMap:
        key = phrase.text, part
        known, until = self._phrases.pop(key, (None, 0))
        count = len(self.sets.ids)
        if known is None:
            known = BitMap(self.sets.numbers(self._asked(phrase, part)))
        elif until < count:
            late = self.sets.ids[until:count]
            known = known | BitMap(self.sets.numbers(self._asked(phrase, part, among=late.tolist())))
        self._phrases[key] = known, count
        while len(self._phrases) > MOST_PHRASES:
            self._phrases.popitem(last=False)
        return known

    @staticmethod
    def _asked(phrase: Phrase, part: str, among: list[int] | None = None) -> np.ndarray:
        condition, parameters = "search_vector @@ %s::tsquery", [phrase.text]
        if part in LETTERS:
            condition += " AND ts_filter(search_vector, %s) @@ %s::tsquery"
            parameters += [LETTERS[part], phrase.text]
        if among is not None:
            condition += " AND id = ANY(%s)"
            parameters.append(among)
        with connections[Initiative.objects.db].cursor() as cursor:
            cursor.execute(
                f"SELECT id FROM initiatives_initiative WHERE status = 'published' AND {condition}", parameters
            )
            return np.fromiter((key for (key,) in cursor), np.int64)


class _Within:
    """What `answered` asks of one part of the texts."""

    def __init__(self, words: Words, part: str) -> None:
        self._words, self._part, self._held = words, part, words.sets.families[part]

    def word(self, word: Word) -> BitMap:
        if word.is_beginning:
            return self._words.beginning(word.lexeme, self._part)
        return self._held.get(word.lexeme, NOTHING)

    def phrase(self, phrase: Phrase) -> BitMap:
        return self._words.phrase(phrase, self._part)

    def everything(self) -> BitMap:
        return BitMap(range(len(self._words.sets.ids)))
