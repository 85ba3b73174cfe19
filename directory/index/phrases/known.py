"""The phrases that searches are made of whatever visitors type: synonyms of several words, and names of places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from communes import reference
from directory.finding.search import phrases
from directory.index.lexical import phrases_in
from directory.index.phrases.held import looked_up
from directory.index.sets import Sets
from directory.index.vocabulary import Vocabulary
from directory.index.words import nodes

AT_ONCE = 500  # texts in one query
SEVERAL = re.compile(r"\w\W+\w")

_phrases: dict[str, tuple[str, ...]] = {}  # text → the phrases that it is read as


def learn(sets: Sets, vocabulary: Vocabulary) -> None:
    """Look for the phrases of the directory's words that are not known yet, and for the others in what came late.

    About 20 seconds a million initiatives, for whoever makes sets or puts them in order; a family of synonyms that
    comes in between is looked for when it is wanted.
    """
    wanted = _read_as(dict.fromkeys(filter(SEVERAL.search, _texts(vocabulary))))
    sets.phrases = looked_up(sets, {text: sets.phrases.get(text) for text in wanted})


def _texts(vocabulary: Vocabulary) -> Iterator[str]:
    for items in vocabulary.families.by_key.values():
        yield from items
    yield from _departments()
    for commune in vocabulary.communes.values():
        if commune.in_territory:
            yield from _written(commune.name)
            yield from commune.aliases
    for area in vocabulary.areas.values():
        yield from _written(area.name)
        yield from area.names


def _written(name: str) -> tuple[str, str]:
    """As it is written, and as many type it: “Saint Omer”."""
    return name, name.replace("-", " ")


@cache
def _departments() -> list[str]:
    """Names of which a commune's may be the end (`reading`)."""
    return [one.name for one in reference.departments().values()]


def _read_as(texts: Iterable[str]) -> list[str]:
    """The phrases of all texts; PostgreSQL reads those that it has not read in this process."""
    texts = list(texts)
    unknown = [text for text in texts if text not in _phrases]
    for start in range(0, len(unknown), AT_ONCE):
        some = unknown[start : start + AT_ONCE]
        for text, node in zip(some, nodes([phrases(text) for text in some]), strict=True):
            _phrases[text] = tuple(phrases_in(node))
    return list(dict.fromkeys(phrase for text in texts for phrase in _phrases[text]))
