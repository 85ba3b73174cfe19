"""Ordinary French words: whoever types one means it, however near some word of the texts is (“sport” is no “sort”)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from french.accents import sort_key

LIST = Path(__file__).resolve().parents[2] / "data" / "french_words.txt"


def is_ordinary(key: str) -> bool:
    """Of a word without accents (`sort_key`), in the singular or the plural."""
    return key in _words() or (key[-1:] in "sx" and key[:-1] in _words())


@cache
def _words() -> frozenset[str]:
    return frozenset(map(sort_key, LIST.read_text(encoding="utf-8").split()))
