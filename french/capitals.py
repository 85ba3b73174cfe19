"""Shouted French put back into sentence case. Pure: names that keep their capitals are told by whoever asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from french.accents import sort_key
from french.first_names import FIRST_NAMES

LETTERS = r"[A-ZÀ-ÖØ-ÞŒ]"
CRIED = rf"(?:{LETTERS}['’])?{LETTERS}{{2,}}(?:-{LETTERS}{{2,}})*"
# One or two words in capitals are names of offices and firms (“CHU”, “CARSAT HAUTS-DE-FRANCE”), three are shouting.
SHOUTED_WORDS = re.compile(rf"(?<![^\W_]){CRIED}(?:[ \u00a0]+{CRIED}){{2,}}(?![^\W_])")
SHOUTED_WORD = re.compile(rf"(?<![^\W_]){LETTERS}{{10,}}(?![^\W_])")
BETWEEN = re.compile(r"[ \u00a0]+[AÀYÔ][ \u00a0]+")
SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# Usual in the texts of a préfecture; others are known by the directory, or have no vowel.
ACRONYM_LIST = """
    adil aesh afpa ame anah apei ars asbl asptt bts cada caf carsat ccas cci cdi cfa cfdt cgt chr chrs chru chu cias cmp
    cnam cnrs covid cpam cpe crous crs csp cuma ddets ddpp ddtm dgs dreal dreets dsden eaje earl edf efs ehpad epci
    esat ess gaec gie hlm ime insee iut jo mdph mfr mjc msa msap oms ong onu pmi pme pmr rer rsa samu sarl sas scea scic
    scop sdis sessad siao sivom sivu smur sncf spa spip ssiad udaf ue uimm ulis urssaf usmi vsl zac zfu
"""
ACRONYMS = frozenset(ACRONYM_LIST.split())
VOWELS = frozenset("aeiouy")
MOST_WORDS = 6  # of a name


def shouted(text: str) -> str:
    """The first words that a text shouts; empty when it shouts none."""
    found = SHOUTED_WORDS.search(text) or SHOUTED_WORD.search(text)
    return found[0] if found else ""


def names_in(text: str) -> set[str]:
    """The sort keys of all that may be a name in what a text shouts: its words, one to six of them together."""
    found: set[str] = set()
    for start, end in _spans(text):
        words = sort_key(text[start:end]).split()
        for first in range(len(words)):
            found |= {" ".join(words[first:last]) for last in range(first + 1, min(first + MOST_WORDS, len(words)) + 1)}
    return found


def calmed(text: str, names: Mapping[str, str], *, acronyms: Iterable[str] = (), places: Iterable[str] = ()) -> str:
    """The text with what it shouts in sentence case; what is written otherwise stays as it is.

    `names` gives names by their sort key, as they are written; `acronyms` are words that keep their capitals, and
    `places` the keys of names before which “A” is “à”. Accents that capitals have lost are not found again.
    """
    kept = {*ACRONYMS, *map(str.lower, acronyms)}
    calm, done = [], 0
    for start, end in _spans(text):
        calm += [text[done:start], _calm(text, start, end, names, kept, frozenset(places))]
        done = end
    return "".join([*calm, text[done:]])


def _spans(text: str) -> list[tuple[int, int]]:
    """What is shouted: a whole sentence that has no small letter, else the words alone."""
    spans: list[tuple[int, int]] = []
    for sentence in SENTENCE.finditer(text):
        if not shouted(sentence[0]):
            continue
        if not any(letter.islower() for letter in sentence[0]):
            spans.append(sentence.span())
            continue
        found = [one.span() for pattern in (SHOUTED_WORDS, SHOUTED_WORD) for one in pattern.finditer(sentence[0])]
        own = sorted(one for one in found if not any(o != one and o[0] <= one[0] and one[1] <= o[1] for o in found))
        for start, end in ((sentence.start() + start, sentence.start() + end) for start, end in own):
            if spans and BETWEEN.fullmatch(text[spans[-1][1] : start]):
                start = spans.pop()[0]  # “VILLE DE CALAIS A DONNÉ”: one letter is no word of the patterns above
            spans.append((start, end))
    return spans


def _calm(text: str, start: int, end: int, names: Mapping[str, str], kept: set[str], places: frozenset[str]) -> str:
    # “SAINT-OMER” is a name of two words, and may be written without its hyphen.
    words = [one for one in re.finditer(r"[^\W_]+", text) if start <= one.start() and one.end() <= end]
    calm, done, at = [], start, 0
    while at < len(words):
        count, written = _name_at(words, at, names, text)
        if not written:
            count, written = 1, _word(words, at, names, kept, places, text)
        if _begins(text, words[at].start()):
            written = written[:1].upper() + written[1:]
        calm += [text[done : words[at].start()], written]
        at += count
        done = words[at - 1].end()
    return "".join([*calm, text[done:end]])


def _name_at(words: list[re.Match[str]], at: int, names: Mapping[str, str], text: str) -> tuple[int, str]:
    """The longest name that begins at a word, with the number of its words."""
    for last in range(min(at + MOST_WORDS, len(words)), at, -1):
        key = sort_key(text[words[at].start() : words[last - 1].end()])
        if key in names and "\n" not in text[words[at].start() : words[last - 1].end()]:
            return last - at, names[key]
    return 0, ""


def _word(
    words: list[re.Match[str]], at: int, names: Mapping[str, str], kept: set[str], places: frozenset[str], text: str
) -> str:
    word = words[at][0]
    low, key = word.lower(), sort_key(word)
    if any(letter.isdigit() for letter in word) or key in kept or (len(key) > 1 and not VOWELS & set(key)):
        return word
    if key == "a" and at + 1 < len(words):
        following, name = _name_at(words, at + 1, names, text)
        return "à" if following and sort_key(name) in places else low
    before = sort_key(words[at - 1][0]) if at else ""
    is_person = (key in FIRST_NAMES and at + 1 < len(words)) or (before in FIRST_NAMES and len(key) > 2)
    return word[:1] + low[1:] if is_person else low


def _begins(text: str, start: int) -> bool:
    """Whether a word begins a sentence."""
    before = text[:start].rstrip(' \u00a0«"“(-*_')
    return not before or before[-1] in ".!?…\n"
