"""Queries over words, as PostgreSQL writes them (`'masqu' & ( 'gel' | 'savon' <-> 'lav' )`), answered by sets.

What wants the positions of words (a phrase) the sets cannot answer: whoever calls says how that is asked elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from pyroaring import BitMap

TOKEN = re.compile(r"\s*(?:'((?:[^'\\]|''|\\.)*)'(:\*)?[A-D]*|(<(?:-|\d+)>|[&|!()]))")
PRIORITY = {"|": 1, "&": 2, "<->": 3}


@dataclass(frozen=True)
class Word:
    lexeme: str
    is_beginning: bool = False


@dataclass(frozen=True)
class Phrase:
    """Words that stand in a certain order: as text, for the database."""

    text: str


@dataclass(frozen=True)
class Not:
    of: Node


@dataclass(frozen=True)
class Both:
    one: Node
    other: Node


@dataclass(frozen=True)
class Either:
    one: Node
    other: Node


Node = Word | Phrase | Not | Both | Either


def parse(text: str) -> Node | None:
    """A `tsquery` as text; None for the empty one, which finds nothing. ValueError where it is none."""
    return _Parser(text).parsed() if text.strip() else None


def written(node: Node) -> str:
    """As text again: `parse` makes the same of it."""
    match node:
        case Word(lexeme, is_beginning):
            return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'" + ":*" * is_beginning
        case Phrase(text):
            return text
        case Not(of):
            return f"!({written(of)})"
        case Both(one, other):
            return f"({written(one)}) & ({written(other)})"
        case Either(one, other):
            return f"({written(one)}) | ({written(other)})"


def looked_for(node: Node | None) -> Iterator[Word]:
    """The words that a query wants, those of phrases one by one; not those that it leaves out."""
    match node:
        case Word():
            yield node
        case Phrase(text):
            yield from (_word(found) for found in TOKEN.finditer(text) if found[1] is not None)
        case Both(one, other) | Either(one, other):
            yield from looked_for(one)
            yield from looked_for(other)


def certain(phrase: str) -> list[str]:
    """Words without which no text has the phrase, given as text; none where it leaves a choice."""
    found = list(TOKEN.finditer(phrase))
    if any(token[3] in ("|", "!") for token in found):
        return []
    return [_word(token).lexeme for token in found if token[1] is not None and not token[2]]


def phrases_in(node: Node | None) -> Iterator[str]:
    """The phrases that a query is made of, as text."""
    match node:
        case Phrase(text):
            yield text
        case Not(of):
            yield from phrases_in(of)
        case Both(one, other) | Either(one, other):
            yield from phrases_in(one)
            yield from phrases_in(other)


def _word(found: re.Match) -> Word:
    return Word(re.sub(r"''|\\(.)", lambda sign: sign[1] or "'", found[1]), bool(found[2]))


class _Parser:
    """By falling priority, as PostgreSQL: `!`, `<->`, `&`, `|`."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.token: re.Match | None = None
        self._next()

    def parsed(self) -> Node:
        node = self._binary(1)
        if self.token is not None:
            raise ValueError(f"unread part of a query: {self.text!r}")
        return node

    def _next(self) -> None:
        self.token = TOKEN.match(self.text, self.at)
        if self.token is None and self.text[self.at :].strip():
            raise ValueError(f"unreadable query: {self.text!r}")
        self.at = self.token.end() if self.token else len(self.text)

    @property
    def _sign(self) -> str:
        return (self.token[3] or "") if self.token else ""

    def _binary(self, least: int) -> Node:
        start = self.token.start() if self.token else self.at
        node = self._unary()
        while (sign := self._sign) and (rank := PRIORITY.get("<->" if sign[0] == "<" else sign, 0)) >= least:
            self._next()
            other = self._binary(rank + 1)
            if sign[0] == "<":
                end = self.token.start() if self.token else len(self.text)
                node = Phrase(self.text[start:end].strip())
            else:
                node = Both(node, other) if sign == "&" else Either(node, other)
        return node

    def _unary(self) -> Node:
        if self._sign == "!":
            self._next()
            return Not(self._unary())
        if self._sign == "(":
            self._next()
            node = self._binary(1)
            if self._sign != ")":
                raise ValueError(f"unclosed parenthesis: {self.text!r}")
            self._next()
            return node
        if self.token is None or self.token[1] is None:
            raise ValueError(f"a word is missing: {self.text!r}")
        word = _word(self.token)
        self._next()
        return word


class Answers(Protocol):
    """What a query is made of. These sets may be kept ones: nobody alters what is given out."""

    def word(self, word: Word) -> BitMap: ...
    def phrase(self, phrase: Phrase) -> BitMap: ...
    def everything(self) -> BitMap: ...


def answered(node: Node | None, by: Answers) -> BitMap:
    """The set that a query finds, made of those of its words and phrases. May be one of these themselves."""
    # Not by `match`: each search asks this a dozen times.
    kind = type(node)
    if kind is Word:
        return by.word(node)
    if kind is Either:
        one, other = answered(node.one, by), answered(node.other, by)
        return one | other if one and other else one or other
    if kind is Both:
        if type(node.other) is Not:
            return answered(node.one, by) - answered(node.other.of, by)
        return answered(node.one, by) & answered(node.other, by)
    if kind is Phrase:
        return by.phrase(node)
    return BitMap() if node is None else by.everything() - answered(node.of, by)
