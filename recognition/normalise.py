"""The document's text in the forms that recognisers read, without moving any offset."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property, lru_cache

from french.accents import spelt_out, without_accents
from recognition.blocks import SEPARATOR, Document

APOSTROPHES = "’‘ʼ´`′＇"
SPACES = "\u00a0\u202f\u2009\u2007\u2002\u2003\u2008\u200a\u3000\t\r\n\x0b\x0c"
HYPHENS = "\u2010\u2011\u00ad"


def _folding_table() -> dict[int, str]:
    """One character for one character: é → e, ’ → ', non-breaking space → space. Ligatures (œ) stay."""
    table = {ord(mark): "'" for mark in APOSTROPHES}
    table |= {ord(space): " " for space in SPACES}
    table |= {ord(hyphen): "-" for hyphen in HYPHENS}
    for code in range(0xC0, 0x250):
        decomposed = unicodedata.normalize("NFD", chr(code))
        if len(decomposed) > 1 and decomposed[0].isascii():
            table[code] = decomposed[0]
    return table


FOLDING = _folding_table()
ACCENTED = re.compile("[éèêëàâçîïôùû]")
_ACCENTS_KEPT = {code: folded for code, folded in FOLDING.items() if not folded.isalpha()}
TOKEN = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Same length, same case, without accents: “L’été à Étaples” gives “L'ete a Etaples”."""
    return text.translate(FOLDING)


def said_as(text: str) -> str:
    """Same length, lower case, plain apostrophes and spaces, accents kept: “L’Été” gives “l'été”."""
    return lower(text.translate(_ACCENTS_KEPT))


def lower(text: str) -> str:
    """Lower case of the same length (a few capitals, such as İ, would grow)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """What names are compared by: “St-Étienne au Mont” gives “saint etienne au mont”, “Nœux” gives “noeux”."""
    return spelt_out(" ".join(TOKEN.findall(without_accents(text).lower())))


class Source:
    """The document with its text folded once; offsets are those of `text`.

    `flat` keeps the case, `low` does not, `said` has the accents that are printed: “fermé” is no farm.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        # Line ends inside a block fold to spaces; those between two blocks stay, so that a passage is seen to begin.
        self.flat = SEPARATOR.join(fold(block.text) for block in document.blocks)
        self.low = lower(self.flat)
        self.said = SEPARATOR.join(said_as(block.text) for block in document.blocks)
        self.last_words: tuple | None = None

    @cached_property
    def has_accents(self) -> bool:
        """Whether the writer puts accents at all: then “livres” are books and “ferme” is a farm."""
        return ACCENTED.search(self.text) is not None

    @cached_property
    def block_spans(self) -> list[tuple[int, int]]:
        document = self.document
        return [(start, start + len(block.text)) for start, block in zip(document.starts, document.blocks, strict=True)]

    def excerpt(self, span: tuple[int, int]) -> str:
        return self.text[span[0] : span[1]]


def word_set(text: str) -> frozenset[str]:
    """A list of words kept as text, so that it reads as a list of words."""
    return frozenset(text.split())
