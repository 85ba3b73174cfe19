"""Tables typed in plain text: rows with as many bars or tabs as the rows beside them.

Commune | Action | Contact
Vimy | Le club Alpha coud 300 masques | 03 21 00 11 22
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from documents.readers.lines.line import Line
from documents.readers.lines.paragraphs import blocks
from recognition.blocks import Block, BlockKind

_BAR = re.compile(r"(?:^\|)? ?\|(?: |$)|^\| ?")
_RULE = re.compile(r"[\s|:+=-]+")
_INNER_TAB = re.compile(r"(?<=\S) *\t[ \t]*(?=\S)")
# One bar may stand in any sentence: such rows must be more to be a table.
_LEAST_ROWS = {2: 3}
_MOST_COLUMNS = 12


def barred(raws: Sequence[str]) -> list[str]:
    """The raw lines, with bars for tabs where a line has as many as the next or the last one."""
    tabs = [len(_INNER_TAB.findall(raw)) for raw in raws]
    kept = [index for index, raw in enumerate(raws) if raw.strip()]
    out = list(raws)
    for place, index in enumerate(kept):
        beside = [tabs[kept[other]] for other in (place - 1, place + 1) if 0 <= other < len(kept)]
        if 2 <= tabs[index] < _MOST_COLUMNS and tabs[index] in beside:
            out[index] = _INNER_TAB.sub(" | ", raws[index])
    return out


def blocks_with_tables(paragraphs: Iterable[Line]) -> Iterator[Block]:
    """The blocks of the paragraphs; the rows of a table are given cell by cell."""
    lines = [line for line in paragraphs if not ("|" in line.text and _RULE.fullmatch(line.text))]
    at = 0
    while at < len(lines):
        width = len(_cells(lines[at]))
        end = at
        while end < len(lines) and width > 1 and len(_cells(lines[end])) == width:
            end += 1
        if end - at >= _LEAST_ROWS.get(width, 2):
            for line in lines[at:end]:
                for column, cell in enumerate(_cells(line)):
                    if cell.text:
                        yield Block(cell.text, BlockKind.CELL, column, cell.bold, "", cell.links, cell.page)
            at = end
            continue
        end = max(end, at + 1)
        while end < len(lines) and len(_cells(lines[end])) < 2:
            end += 1
        yield from blocks(lines[at:end])
        at = end


def _cells(line: Line) -> list[Line]:
    text = line.text
    bars = [match.span() for match in _BAR.finditer(text)]
    if not bars or len(bars) > _MOST_COLUMNS + 1:
        return [line]
    starts = [0, *(end for _, end in bars)]
    ends = [*(start for start, _ in bars), len(text)]
    cells = [replace(line.cut(start, end), gap=2) for start, end in zip(starts, ends, strict=True)]
    if text.startswith("|"):
        cells = cells[1:]
    return cells[:-1] if text.rstrip().endswith("|") else cells
