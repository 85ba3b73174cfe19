"""The sentences of a text that tell somebody: enough to see whose name it is."""

from __future__ import annotations

import re

from bulletins.occulting.choice import Choice

END = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_a-z])|\n+")
INITIAL = re.compile(r"\b[A-Z]\.$")


def sentences_telling(text: str, choice: Choice) -> list[str]:
    return [sentence for sentence in _sentences(text) if choice.holds(sentence)]


def _sentences(text: str) -> list[str]:
    """“M. Martin” and “J. Martin” end no sentence."""
    found: list[str] = []
    for part in END.split(text):
        if found and (INITIAL.search(found[-1]) or found[-1].endswith(("Mme.", "Dr."))):
            found[-1] += f" {part}"
        else:
            found.append(part.strip())
    return found
