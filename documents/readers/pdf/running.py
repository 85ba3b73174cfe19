"""Drops from the pages of a PDF what repeats at their heads and feet, and joins what runs over from page to page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from documents.readers.lines.running import is_page_number, says_when
from documents.readers.pdf.page import PageLine, following

# Heads and feet stand in this share of the page's height; a line repeats when it stands on this share of the pages.
_ZONE = 0.16
_REPEATED = 0.45
_DIGITS = re.compile(r"\d+")


def without_running(pages: Sequence[Sequence[PageLine]]) -> list[PageLine]:
    """The lines of all pages in one. A running line that dates or numbers the document stays where it stood first.

    Where nothing would be left, the pages hold nothing else and keep it.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for page in pages:
        counts.update({key for line in page if (key := _key(line)) is not None})
    needed = max(2, _REPEATED * len(pages))
    out: list[PageLine] = []
    seen: set[tuple[str, str]] = set()
    for page in pages:
        out.extend(following(out[-1] if out else None, list(_body(page, counts, needed, seen))))
    return out or [line for page in pages for line in page]


def _body(
    page: Sequence[PageLine], counts: Counter[tuple[str, str]], needed: float, seen: set[tuple[str, str]]
) -> Iterator[PageLine]:
    numbers = {id(line) for line in (_outermost(page, "head"), _outermost(page, "foot")) if line is not None}
    for line in page:
        key = _key(line)
        if key is not None and counts[key] >= needed:
            if key in seen or not says_when(line.line.text):
                continue
            seen.add(key)
        elif id(line) in numbers and is_page_number(line.line.text):
            continue
        yield line


def _key(line: PageLine) -> tuple[str, str] | None:
    """What tells a running line again on another page: its zone and its text, whatever its numbers."""
    zone = _zone(line)
    return (zone, _DIGITS.sub("#", line.line.text)) if zone else None


def _zone(line: PageLine) -> str:
    if line.bottom < _ZONE * line.page_height:
        return "head"
    return "foot" if line.top > (1 - _ZONE) * line.page_height else ""


def _outermost(page: Sequence[PageLine], zone: str) -> PageLine | None:
    lines = [line for line in page if _zone(line) == zone]
    if not lines:
        return None
    return min(lines, key=lambda line: line.top) if zone == "head" else max(lines, key=lambda line: line.bottom)
