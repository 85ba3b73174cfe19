"""Words of a passage with their places, and what stands just before them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from french.accents import SAINTS
from recognition.normalise import Source, key
from recognition.proposal import Span

WORD = re.compile(r"[^\W_]+")
# Between two words of one name: a hyphen, an apostrophe, a space, a line end after a hyphen.
USUAL_JOINTS = frozenset([" ", "-", "'", "  ", "   ", " -", "- ", " - ", "' ", " '"])
# Where a sentence or an item begins: nothing before, or a mark that closes.
OPENS = re.compile(r"(?:^|[.!?…:;•*–—]\s*|\n\s*|[«\"“(]\s*)(?:[-–•*] ?)?$")


@dataclass(frozen=True, slots=True)
class Words:
    """`plain` are the words as `key` writes them; `spans` their places; `joined[i]`: word i follows i-1 in one name."""

    plain: list[str]
    spans: list[Span]
    joined: list[bool]


def words_of(source: Source, start: int, end: int) -> Words:
    """Kept for the last passage asked for: areas and communes read the same one."""
    if source.last_words is None or source.last_words[0] != (start, end):
        source.last_words = ((start, end), read_words(source, start, end))
    return source.last_words[1]


def read_words(source: Source, start: int, end: int) -> Words:
    plain, spans, joined = [], [], []
    previous = start
    for match in WORD.finditer(source.low, start, end):
        word = match[0]
        plain.append(SAINTS.get(word, word) if word.isascii() else key(word))
        spans.append(match.span())
        between = source.flat[previous : match.start()]
        joined.append(between in USUAL_JOINTS or (between == ". " and word_is_short(plain)))
        previous = match.end()
    return Words(plain, spans, joined)


def word_is_short(plain: list[str]) -> bool:
    """A full stop inside a name only after an abbreviation: “St. Omer”."""
    return len(plain) > 1 and plain[-2] in ("saint", "sainte")


def opens_sentence(source: Source, at: int) -> bool:
    return OPENS.search(source.flat[max(0, at - 6) : at]) is not None or at == 0
