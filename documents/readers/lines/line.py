"""One line of a document as its reader found it: cleaned text with its links. Lines are what paragraphs are made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from recognition.blocks import Link

# Compatibility forms that PDF fonts use for plain letters. NFKC would do it too, but also turn "m²" into "m2".
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# Control characters, zero-width and direction marks, byte-order marks, half surrogates.
_INVISIBLE_RANGES = (
    *((0x00, 0x09), (0x0E, 0x20), (0x7F, 0x85), (0x86, 0xA0), (0x200B, 0x2010), (0x202A, 0x202F), (0x2060, 0x2065)),
    *((0xD800, 0xE000), (0xFEFF, 0xFF00), (0xFFFE, 0x10000)),
)
_INVISIBLE = dict.fromkeys(code for start, end in _INVISIBLE_RANGES for code in range(start, end))
_TABLE = str.maketrans(_LIGATURES) | _INVISIBLE
_BLANKS = re.compile(r"\s+")
SOFT_HYPHEN = "\u00ad"


def clean(text: str) -> str:
    """Composed letters, no ligatures, no control or invisible characters. Blanks and soft hyphens stay."""
    return unicodedata.normalize("NFC", text).translate(_TABLE)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style, perhaps a link."""

    text: str
    target: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the layout, or a whole paragraph where the format tells its paragraphs.

    `gap` is 0 when nothing separates it from the line above, 1 for one empty line, 2 for a certain break.
    `reach` and `first` are measured on the page where it is known: how far the line runs in its column, and how much
    its first word takes, both as shares of the column's width.
    A soft hyphen survives only as the last character, where it says that the word goes on.
    """

    text: str
    links: tuple[Link, ...] = ()
    bold: bool = False
    indent: float = 0.0
    gap: int = 0
    reach: float | None = None
    first: float = 0.0
    page: int | None = None

    @classmethod
    def of(cls, runs: Iterable[Run], **fields) -> Line:
        """One line from its runs: blanks are single, none at the ends, links keep their place."""
        parts: list[str] = []
        links: list[Link] = []
        at, ends_blank, letters, bold_letters, cut_word = 0, True, 0, 0, False
        for run in runs:
            start = at
            text = clean(run.text)
            if text.strip():
                cut_word = text.rstrip().endswith(SOFT_HYPHEN)
            text = _BLANKS.sub(_single_blank, text.replace(SOFT_HYPHEN, ""))
            if ends_blank and text[:1].isspace():
                text = text[1:]
            if not text:
                continue
            parts.append(text)
            at += len(text)
            ends_blank = text[-1].isspace()
            visible = sum(not character.isspace() for character in text)
            letters, bold_letters = letters + visible, bold_letters + visible * run.bold
            if run.target and text.strip():
                lead = len(text) - len(text.lstrip())
                links.append(Link(start + lead, start + len(text.rstrip()), run.target))
        whole = "".join(parts).rstrip() + SOFT_HYPHEN * cut_word
        return cls(whole, merged(links), bold=bool(letters) and bold_letters >= 0.9 * letters, **fields)

    def joined(self, other: Line, glue: str, *, drop: int = 0) -> Line:
        """This line followed by the other one, less the last `drop` characters (a hyphen of the layout)."""
        head = self.text[: len(self.text) - drop]
        shift = len(head) + len(glue)
        kept = [replace(link, end=min(link.end, len(head))) for link in self.links]
        moved = [replace(link, start=link.start + shift, end=link.end + shift) for link in other.links]
        return replace(
            self,
            text=head + glue + other.text,
            links=merged([*kept, *moved]),
            bold=self.bold and other.bold,
            reach=other.reach,
        )

    def cut(self, start: int, end: int | None = None) -> Line:
        """The part of the line between two offsets, stripped, with the links that stand in it."""
        end = len(self.text) if end is None else end
        part = self.text[start:end]
        start += len(part) - len(part.lstrip())
        end = start + len(part.strip())
        links = tuple(
            Link(max(link.start, start) - start, min(link.end, end) - start, link.target)
            for link in self.links
            if link.start < end and link.end > start
        )
        return replace(self, text=self.text[start:end], links=links)


def merged(links: Iterable[Link]) -> tuple[Link, ...]:
    """Neighbouring pieces of one hyperlink (a word in bold, a line end) as one link."""
    out: list[Link] = []
    for link in links:
        if link.end <= link.start:
            continue
        if out and out[-1].target == link.target and link.start - out[-1].end <= 1:
            out[-1] = replace(out[-1], end=link.end)
        else:
            out.append(link)
    return tuple(out)


def _single_blank(match: re.Match[str]) -> str:
    """A non-breaking space stays what it is when it stands alone; any other run of blanks is one space."""
    blanks = match.group()
    return blanks if blanks in ("\u00a0", "\u202f") else " "
