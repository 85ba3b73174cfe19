"""Where two texts differ, word by word. Line endings and the spaces at the end of a line are no difference."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

WORDS = re.compile(r"\S+\s*|\s+")
ALIKE = 0.3  # below, the two share only small words: each is shown whole
AROUND = 10  # words of an unchanged stretch that are shown beside a change


@dataclass(frozen=True)
class Piece:
    kind: Literal["same", "removed", "added"]
    text: str


def plain_lines(text: str) -> str:
    """The text as a person reads it, whatever the system that typed it: browsers send CR LF."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def by_words(old: str, new: str) -> list[Piece]:
    """Both texts in one: what stayed, what was taken out, what came in."""
    before, after = WORDS.findall(plain_lines(old)), WORDS.findall(plain_lines(new))
    # Compared without the space behind: a word that now ends a line is the same word.
    matcher = SequenceMatcher(a=[word.strip() for word in before], b=[word.strip() for word in after])
    if matcher.ratio() < ALIKE:
        return [piece for piece in (Piece("removed", "".join(before)), Piece("added", "".join(after))) if piece.text]
    pieces = []
    for act, start, end, first, last in matcher.get_opcodes():
        if act == "equal":
            pieces.append(Piece("same", "".join(after[first:last])))
            continue
        if start < end:
            pieces.append(Piece("removed", "".join(before[start:end])))
        if first < last:
            pieces.append(Piece("added", "".join(after[first:last])))
    return pieces


def abridged(pieces: list[Piece]) -> list[Piece]:
    """The same with long unchanged stretches cut to what stands beside a change."""
    return [
        _abridged(piece, is_first=number == 0, is_last=number == len(pieces) - 1) if piece.kind == "same" else piece
        for number, piece in enumerate(pieces)
    ]


def _abridged(piece: Piece, *, is_first: bool, is_last: bool) -> Piece:
    words = WORDS.findall(piece.text)
    head = [] if is_first else words[:AROUND]
    tail = [] if is_last else words[-AROUND:]
    if len(words) <= len(head) + len(tail) + AROUND:
        return piece
    return Piece("same", "".join([*head, "[…] ", *tail]))
