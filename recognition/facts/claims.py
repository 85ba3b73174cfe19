"""Places of a passage that are already taken, so that one word is not read as two things."""

from __future__ import annotations

from collections.abc import Iterable

from recognition.proposal import Span


class Claims:
    """One byte a character of the passage: asking and taking cost the length of the span, whatever is taken."""

    def __init__(self, passage: Span, taken: Iterable[Span] = ()) -> None:
        self.start = passage[0]
        self.marks = bytearray(max(0, passage[1] - passage[0]))
        for span in taken:
            self.take(span)

    def has(self, span: Span) -> bool:
        return 1 in self.marks[max(0, span[0] - self.start) : max(0, span[1] - self.start)]

    def take(self, span: Span) -> None:
        start, end = max(0, span[0] - self.start), min(len(self.marks), span[1] - self.start)
        if end > start:
            self.marks[start:end] = b"\x01" * (end - start)
