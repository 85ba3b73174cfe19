"""Where words of the text as it was read stand in the text as it was typed.

Reading joins lines and takes out list marks, doubled blanks and hyphens at line ends: offsets differ, words do not.
"""

from __future__ import annotations

FARTHEST = 60  # characters that reading may have taken out in a row
SURE = 4  # letters that must agree before anything is skipped


class Alignment:
    """Offsets of `read` in `typed`, found letter by letter from the start."""

    def __init__(self, read: str, typed: str) -> None:
        self.read, self.typed = read, typed
        self.at = list(self._places())

    def span(self, span: list[int] | None) -> list[int] | None:
        """The stretch of `typed` with the words of a stretch of `read`; None where they are not there."""
        if span is None or not 0 <= span[0] < span[1] <= len(self.read):
            return None
        while span[0] < span[1] and self.read[span[0]].isspace():
            span = [span[0] + 1, span[1]]
        while span[1] > span[0] and self.read[span[1] - 1].isspace():
            span = [span[0], span[1] - 1]
        if span[0] == span[1]:
            return None
        start, end = self.at[span[0]], self.at[span[1] - 1] + 1
        is_there = start < end and _letters(self.typed[start:end]) == _letters(self.read[span[0] : span[1]])
        return [start, end] if is_there else None

    def _places(self) -> list[int]:
        places, at = [], 0
        for index, letter in enumerate(self.read):
            if not letter.isspace():
                at = self._next(index, at)
            places.append(min(at, max(len(self.typed) - 1, 0)))
            if not letter.isspace():
                at += 1
        return places

    def _next(self, index: int, at: int) -> int:
        """Where the letter at `index` stands in `typed`, at `at` or behind what reading took out there."""
        while at < len(self.typed) and self.typed[at].isspace():
            at += 1
        if self.typed[at : at + 1] == self.read[index]:
            return at
        wanted = _solid(self.read[index : index + 3 * SURE])[:SURE]
        for candidate in range(at, min(at + FARTHEST, len(self.typed))):
            if self.typed[candidate] == self.read[index] and (
                _solid(self.typed[candidate : candidate + 3 * SURE])[: len(wanted)] == wanted
            ):
                return candidate
        return at


def _solid(text: str) -> str:
    return "".join(text.split())


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())
