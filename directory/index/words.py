"""Words of a search, answered by the sets."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict

from django.contrib.postgres.search import CombinedSearchQuery, SearchConfig
from django.db import connections
from django.db.models.sql import Query
from pyroaring import BitMap

from directory.finding.search import Lexical
from directory.index.lexical import Node, Phrase, Word, answered, parse
from directory.index.phrases.held import Phrases
from directory.index.sets import NOTHING, WORD, Sets
from initiatives.models import Initiative

MOST_QUERIES = 20_000  # that are kept read

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
        self.phrases = Phrases(sets)
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


class _Within:
    """What `answered` asks of one part of the texts."""

    def __init__(self, words: Words, part: str) -> None:
        self._words, self._part, self._held = words, part, words.sets.families[part]

    def word(self, word: Word) -> BitMap:
        if word.is_beginning:
            return self._words.beginning(word.lexeme, self._part)
        return self._held.get(word.lexeme, NOTHING)

    def phrase(self, phrase: Phrase) -> BitMap:
        return self._words.phrases.documents(phrase.text, self._part)

    def everything(self) -> BitMap:
        return BitMap(range(len(self._words.sets.ids)))
