"""The documents that have a phrase, for as long as the sets stand."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Mapping

import numpy as np
from pyroaring import BitMap

from directory.index.lexical import certain
from directory.index.phrases.asking import Candidates, asked
from directory.index.sets import NAME, NOTHING, TITLE, WORD, Phrased, Sets

MOST_TYPED = 500  # phrases of visitors that are kept
AT_ONCE = 100_000  # documents that are looked through at once


class Phrases:
    """Of one `Sets`. Those of the directory's own words are in it; what visitors type is kept here, and in no file."""

    def __init__(self, sets: Sets) -> None:
        self._sets = sets
        self._typed: OrderedDict[str, Phrased] = OrderedDict()

    def documents(self, text: str, part: str = WORD) -> BitMap:
        """Those that have the phrase, a query as text, in the whole text, the titles or the names."""
        own = self._sets.phrases
        phrased = own.get(text)
        if phrased is None:
            phrased = self._typed.pop(text, None)
            if phrased is None or phrased.until < self._sets.filled:
                phrased = looked_up(self._sets, {text: phrased})[text]
            self._typed[text] = phrased
            while len(self._typed) > MOST_TYPED:
                self._typed.popitem(last=False)
        elif phrased.until < self._sets.filled:
            own |= looked_up(self._sets, {text: phrased})
            phrased = own[text]
        return phrased.parts[part]


def looked_up(sets: Sets, known: Mapping[str, Phrased | None]) -> dict[str, Phrased]:
    """The phrases, by text, in all documents: asked of those alone that have every word, and came after what is known.
    No query where there are none."""
    until = sets.filled  # before anything is looked at
    found: dict[str, dict[str, list[np.ndarray]]] = defaultdict(lambda: defaultdict(list))
    firsts = {text: phrased.until if phrased else 0 for text, phrased in known.items()}
    for start in range(min(firsts.values(), default=until), until, AT_ONCE):
        candidates: Candidates = {}
        for text, first in firsts.items():
            if documents := _with_every_word(sets, text, max(start, first), min(start + AT_ONCE, until)):
                numbers = np.array(documents.to_array())
                candidates[text] = numbers, sets.ids[numbers]
        for text, parts, numbers in asked(candidates):
            for part in parts:
                found[text][part].append(numbers)
    return {text: _together(phrased, found.get(text, {}), until) for text, phrased in known.items()}


def _with_every_word(sets: Sets, text: str, start: int, stop: int) -> BitMap:
    """The living documents from one number to another that may have a phrase."""
    words = sets.families[WORD]
    found = BitMap(range(start, stop)) - sets.dead
    for held in sorted((words.get(word, NOTHING) for word in certain(text)), key=len):
        found = found & held
        if not found:
            break
    return found


def _together(known: Phrased | None, found: dict[str, list[np.ndarray]], until: int) -> Phrased:
    parts = dict(known.parts) if known else dict.fromkeys((WORD, TITLE, NAME), NOTHING)
    for part, numbers in found.items():
        late = BitMap(np.concatenate(numbers).astype(np.uint32))
        late.run_optimize()
        parts[part] = parts[part] | late if parts[part] else late
    return Phrased(parts, until)
