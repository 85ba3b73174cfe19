"""Titles and texts of initiatives: French-like sentences of 60 to 120 words, and how often each word was used."""

from __future__ import annotations

from collections import Counter

import numpy as np

from bench.content import vocabulary as v
from bench.content.chance import draw, invented_names, zipf

SLOTS = (v.WHO, v.DOES, v.THINGS, v.WHICH, v.FOR_WHOM, v.HOW, v.WHEN, v.AND_THEN, v.NAMED)
WHO, DOES, THINGS, WHICH, FOR_WHOM, HOW, WHEN, AND_THEN, NAMED = range(9)
MOST_CLAUSES = 9
SHORTEST, LONGEST = 60, 120  # words of a text
LONGEST_CLAUSE = 34
LENGTHS = tuple(np.array([len(phrase.split()) for phrase in slot]) for slot in SLOTS)


class Writer:
    """Writes the texts of a chunk of initiatives at a time, and counts the documents of each searched word."""

    def __init__(self, chance: np.random.Generator) -> None:
        self.chance = chance
        self.names = invented_names(chance)
        self.shares = [zipf(len(slot), 0.8) for slot in SLOTS]
        self.name_shares = zipf(len(self.names), 0.7)
        self.things: Counter[int] = Counter()
        self.named: Counter[int] = Counter()

    def titles_and_texts(self, count: int) -> list[tuple[str, str]]:
        picks = [draw(self.chance, cumulated, count, MOST_CLAUSES).tolist() for cumulated in self.shares]
        names = draw(self.chance, self.name_shares, count, 2).tolist()
        wanted = self.chance.integers(SHORTEST, LONGEST - LONGEST_CLAUSE + 1, count).tolist()
        return [self._one(row, [slot[row] for slot in picks], names[row], wanted[row]) for row in range(count)]

    def _one(self, row: int, picks: list[list[int]], names: list[int], wanted: int) -> tuple[str, str]:
        things = {picks[THINGS][0]}
        sentences, words, clause = [], 0, 0
        while words < wanted:
            at = [slot[clause] for slot in picks]
            things.add(at[THINGS])
            sentence = (
                f"{v.WHO[at[WHO]]} {v.DOES[at[DOES]]} des {v.THINGS[at[THINGS]]} {v.WHICH[at[WHICH]]} "
                f"{v.FOR_WHOM[at[FOR_WHOM]]}, {v.HOW[at[HOW]]}"
            )
            if clause < len(names):
                sentence += f", {v.NAMED[at[NAMED]].format(self.names[names[clause]])}"
            sentence += f", {v.WHEN[at[WHEN]]}." if clause % 2 else f". {v.AND_THEN[at[AND_THEN]]}."
            sentences.append(sentence)
            words += len(sentence.split())
            clause += 1
        self.things.update(things)
        self.named.update(set(names[:clause]))
        title = f"Des {v.THINGS[picks[THINGS][0]]} {v.WHICH[picks[WHICH][0]]} {v.FOR_WHOM[picks[FOR_WHOM][0]]}"
        return title, " ".join(sentences)

    def frequencies(self) -> dict[str, int]:
        """In how many texts each searched word stands, by the draws; a stem may hold two of them."""
        counted = {v.THINGS[at]: count for at, count in self.things.items()}
        return counted | {self.names[at].lower(): count for at, count in self.named.items()}
