"""Words that ask rather than say what is looked for: “où trouver”, “qui peut m’aider pour”, “un coup de main”."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from directory.finding.grammar import ASKING, ASKING_PHRASES, MODAL, OWN, OWN_PLACES, PLAIN_GRAMMAR
from directory.finding.synonyms import Families
from french.accents import without_accents

PUNCTUATION = " .,;:!?…()"

Typed = list[tuple[str, str, str]]  # minus sign, phrase in quotes, word


def left_out(read: Typed, families: Callable[[], Families]) -> set[int]:
    """Places of what weighs nothing: mere grammar, and words of asking beside others.

    Alone, words of asking are looked for like any other, the plainest of them left out; and where they mean something
    with the word beside them: “aide à domicile”, “je veux aider”.
    """
    said = {at for at, (_, phrase, word) in enumerate(read) if any(map(str.isalnum, phrase or word))}
    grammar = {at for at in said if is_made_of(read[at][1] or read[at][2], PLAIN_GRAMMAR)}
    phrased = _asking_phrases(read)
    asking = {at for at in said if _is_asking(read, at)} | phrased | grammar
    has_matter = asking < said
    if not has_matter:
        modal = {at for at in asking if is_made_of(read[at][2], MODAL)}
        phrased, asking = set(), modal if modal | grammar < said else set()
    light = {at for at in asking if not read[at][0] and not read[at][1]}
    meaning = {at for at in light - phrased - grammar if _is_half(read, at, families, asking if has_matter else ())}
    return grammar | (light - meaning)


def is_made_of(typed: str, words: Collection[str]) -> bool:
    parts = re.findall(r"\w+", typed)
    return bool(parts) and all(plain(part) in words for part in parts)


def plain(word: str) -> str:
    return without_accents(word).lower()


def _is_asking(read: Typed, at: int) -> bool:
    """A word of asking, or where whoever asks is: “dans ma ville”, “de notre quartier”."""
    _, phrase, word = read[at]
    before = plain(read[at - 1][2]) if at else ""
    is_own = before in OWN and plain(word.strip(PUNCTUATION)) in OWN_PLACES
    return is_own or is_made_of(phrase or word, PLAIN_GRAMMAR | ASKING)


def _asking_phrases(read: Typed) -> set[int]:
    """Places of the words of “un coup de main”, which ask together and say something each."""
    words = [plain(word.strip(PUNCTUATION)) for _, _, word in read]
    lengths = {len(phrase) for phrase in ASKING_PHRASES}
    spans = [range(at, at + length) for length in lengths for at in range(len(words) - length + 1)]
    return {at for span in spans if tuple(words[at] for at in span) in ASKING_PHRASES for at in span}


def _is_half(read: Typed, at: int, families: Callable[[], Families], asking: Collection[int]) -> bool:
    """Whether a word means something with the one beside it, which is no word of asking too."""
    telling = [
        (place, word)
        for place, (minus, _, word) in enumerate(read)
        if word and not minus and not is_made_of(word, PLAIN_GRAMMAR)
    ]
    here = next((index for index, (place, _) in enumerate(telling) if place == at), None)
    if here is None:
        return False
    pairs = [telling[here - 1 : here + 1]] if here else []
    pairs.append(telling[here : here + 2])
    return any(
        len(pair) == 2
        and not {place for place, _ in pair} <= set(asking)
        and families().others(f"{pair[0][1]} {pair[1][1]}")
        for pair in pairs
    )
