"""Ordinary French words: whoever types one means it, however near some word of the texts is (“sport” is no “sort”)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from directory.finding.forms.conjugated import IRREGULAR, infinitives
from french.accents import sort_key

LIST = Path(__file__).resolve().parents[2] / "data" / "french_words.txt"


def is_ordinary(key: str) -> bool:
    """Of a word without accents (`sort_key`), in the singular or the plural."""
    return key in _words() or (key[-1:] in "sx" and key[:-1] in _words())


def is_ordinary_form(key: str) -> bool:
    """The same, forms of verbs too: “habitent” is no slip of “habitant”, “sert” none of “sort”."""
    return is_ordinary(key) or key in IRREGULAR or any(verb in _words() for verb in infinitives(key))


@cache
def _words() -> frozenset[str]:
    return frozenset(map(sort_key, LIST.read_text(encoding="utf-8").split()))
