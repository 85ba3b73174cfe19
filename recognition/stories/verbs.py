"""The verb of a French sentence: enough of a conjugation to see where something is done.

la ville livre des repas          livre
la livre de beurre                nothing: an article stands before it
les agents appellent              appellent, and any word in -ent that is no noun of the list
ceux qui tournent jour et nuit    nothing: the verb of a relative clause is not that of the sentence
"""

from __future__ import annotations

import re
from collections import defaultdict

from recognition.vocabulary import rows

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def _parts() -> dict[str, frozenset[str]]:
    parts: dict[str, set[str]] = defaultdict(set)
    for row in rows("verbs.csv"):
        parts[row["part"]] |= set(row["words"].split())
    return {part: frozenset(words) for part, words in parts.items()}


_PARTS = _parts()
FINITE, NOUNS, DETERMINERS, RELATIVE = (_PARTS[part] for part in ("finite", "noun", "determiner", "relative"))
# Words that end no title: what they announce would be missing.
SMALL = _PARTS["small"]
LONGEST = 400


def verb_in(text: str, start: int = 0) -> tuple[int, int] | None:
    """The place of the first verb of a main clause that has something before it to be its subject."""
    before, is_relative = "", False
    for match in WORD.finditer(text, start, start + LONGEST):
        word = match[0].lower()
        if word in RELATIVE:
            is_relative = True
        elif before and is_finite(word, before):
            if not is_relative:
                return match.span()
            is_relative = False
        before = word
    return None


def is_finite(word: str, before: str) -> bool:
    if before in DETERMINERS:
        return False
    if word in FINITE:
        return True
    return len(word) > 4 and word.endswith("ent") and not word.endswith("ment") and word not in NOUNS
