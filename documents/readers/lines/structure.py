"""From the paragraphs, headings, items and cells that a format names itself to blocks: Word, ODT, Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from documents.readers.lines.hyphens import Vocabulary
from documents.readers.lines.line import Line
from documents.readers.lines.paragraphs import block_of, joined, paragraphs, runs_on, unglued
from recognition.blocks import Block, BlockKind

# A table whose cells hold more than this is the page's layout, not data.
_LONGEST_CELL = 1500


@dataclass(frozen=True, slots=True)
class Piece:
    """What the format calls one paragraph: its lines are those of forced line breaks, an empty one included."""

    lines: tuple[Line, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    marker: str = ""

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def blocks_of(pieces: Iterable[Piece]) -> Iterator[Block]:
    for piece in _unbroken(list(pieces)):
        lines = list(_with_gaps(piece.lines))
        if piece.kind in (BlockKind.HEADING, BlockKind.CELL):
            if lines:
                yield block_of(joined(lines, Vocabulary(())), piece.kind, piece.level, piece.marker)
            continue
        first = True
        for line in (part for paragraph in paragraphs(lines) for part in unglued(paragraph)):
            if first and piece.kind is BlockKind.ITEM:
                yield block_of(line, BlockKind.ITEM, piece.level, piece.marker)
            else:
                yield block_of(line)
            first = False


def table_pieces(rows: Sequence[Sequence[Sequence[Piece]]]) -> Iterator[Piece]:
    """Rows of cells of pieces in reading order. In a table of data every piece is a cell whose level is its column.

    One column, a single row or long cells make a page layout: its pieces stay what they are.
    """
    filled = [[cell for cell in row if any(piece.text.strip() for piece in cell)] for row in rows]
    texts = [piece.text for row in rows for cell in row for piece in cell]
    is_data = (
        sum(len(row) >= 2 for row in filled) >= 2
        and max(map(len, texts), default=0) <= _LONGEST_CELL
        and not any(piece.kind is BlockKind.HEADING for row in rows for cell in row for piece in cell)
    )
    for row in rows:
        for column, cell in enumerate(row):
            for piece in cell:
                yield replace(piece, kind=BlockKind.CELL, level=column) if is_data else piece


def _with_gaps(lines: Sequence[Line]) -> Iterator[Line]:
    gap = 0
    for line in lines:
        if line.text:
            yield replace(line, gap=max(gap, line.gap))
            gap = 0
        else:
            gap = 1


def _unbroken(pieces: list[Piece]) -> Iterator[Piece]:
    """Documents pasted from a PDF hold every line as a paragraph: sentences that run on give them away."""
    plain = [(above, below) for above, below in pairwise(pieces) if _is_plain(above) and _is_plain(below)]
    running = sum(runs_on(above.text, below.text) for above, below in plain)
    if running < 6 or running < 0.2 * len(plain):
        yield from pieces
        return
    run: list[Line] = []
    for piece in pieces:
        if _is_plain(piece):
            run.extend(piece.lines or (Line(""),))
            continue
        yield Piece(tuple(run))
        run = []
        yield piece
    yield Piece(tuple(run))


def _is_plain(piece: Piece) -> bool:
    return piece.kind is BlockKind.PARAGRAPH and not piece.marker
