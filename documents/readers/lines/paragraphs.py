"""From lines to blocks: undoes the line breaks and the hyphenation of the layout, and takes bullets off.

Used by every reader, so that the same document gives the same blocks in every format. No word is ever dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from documents.readers.lines import marks
from documents.readers.lines.hyphens import Vocabulary
from documents.readers.lines.line import SOFT_HYPHEN, Line
from recognition.blocks import Block, BlockKind
from recognition.layout.marks import is_row_of_marks

# How full a line must be to have been ended by the layout. As a rule the document's own lines tell; else this.
_FULL = 0.92
_FULLEST, _LEAST = 1.0, 0.75
_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document breaks its lines: its usual width in characters, and whether sentences run over line ends at all.

    `full` is how full the lines are that surely run on: a line emptier than those was ended on purpose. `nearly` is the
    same with a margin, for lines whose sentence does not end: letters of various widths make it wide.
    """

    width: int
    wrapped: bool
    full: float
    vocabulary: Vocabulary

    @property
    def nearly(self) -> float:
        return self.full - (0.03 if self.full >= _FULLEST else 0.1)

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Layout:
        lengths = sorted(len(line.text) for line in lines)
        width = lengths[int(len(lengths) * 0.9)] if lengths else 0
        fills = sorted(
            room(above, line, width)
            for above, line in pairwise(lines)
            if line.gap < 2 and runs_on(above.text, line.text)
        )
        usual = fills[int(len(fills) * 0.15)] - 0.01 if len(fills) >= _ENOUGH else _FULL
        wrapped = len(fills) >= max(1, 0.1 * len(lines))
        return cls(width, wrapped, min(_FULLEST, max(_LEAST, usual)), Vocabulary(line.text for line in lines))


def room(above: Line, line: Line, width: int) -> float:
    """How full the line above would be with the first word of the next one on it: over 1 it had no room left."""
    if above.reach is not None:
        return above.reach + line.first
    return (len(above.text) + 1 + len(marks.first_word(line.text))) / max(1, width)


def runs_on(above: str, below: str) -> bool:
    """A sentence is unfinished above and goes on below in lower case."""
    return bool(above) and not marks.ends_sentence(above) and below[:1].islower() and not marks.marker(below)[0]


def is_double_spaced(lines: Sequence[Line]) -> bool:
    """Every line is followed by an empty one, as some programs export: then an empty line says nothing."""
    gaps = [(above.text, below.text) for above, below in pairwise(lines) if below.gap == 1]
    adjacent = sum(line.gap == 0 for line in lines[1:])
    if len(gaps) < 4 or adjacent > 0.35 * len(lines):
        return False
    return sum(runs_on(above, below) for above, below in gaps) >= 0.2 * len(gaps)


def paragraphs(lines: Iterable[Line]) -> list[Line]:
    """Joins the lines of each paragraph into one. Lines say by their `gap` what stands between them."""
    lines = [line for line in lines if line.text.strip()]
    layout = Layout.of(lines)
    blank = 2 if is_double_spaced(lines) else 1
    out: list[list[Line]] = []
    for line in lines:
        if out and line.gap < 2 and _continues(out[-1][-1], line, layout, across_blank=line.gap >= blank):
            out[-1].append(line)
        else:
            out.append([line])
    return [joined(group, layout.vocabulary) for group in out]


def _continues(above: Line, line: Line, layout: Layout, *, across_blank: bool) -> bool:
    """Whether the line belongs to the paragraph of the line above it."""
    head, tail = above.text, line.text
    if is_row_of_marks(head) or is_row_of_marks(tail):
        return False
    if not across_blank:
        if marks.continues_url(head, tail):
            return True
        if layout.vocabulary.glue(head, tail) is not None:
            return True
    if marks.marker(tail)[0]:
        return marks.is_aside(tail) and not marks.ends_sentence(head) and not across_blank
    if across_blank:
        return (
            runs_on(head, tail) and head[-1:] not in ",)" and above.bold == line.bold and not marks.ends_address(head)
        )
    if above.bold != line.bold and not runs_on(head, tail):
        return False
    if marks.opens_contact(tail) and (marks.ends_sentence(head) or ":" in tail[:80] or marks.ends_address(head)):
        return False
    if marks.opens_address(tail) and marks.ends_address(head):
        return False
    return _runs_into(above, line, layout)


def _runs_into(above: Line, line: Line, layout: Layout) -> bool:
    """Whether the line above is full, as far as its length and the sentence on it tell."""
    head, tail = above.text, line.text
    if head.endswith(":") and marks.marker(head)[0] and tail[0].isupper():
        return False  # a heading typed as a bullet: “- Solidaires avec les soignants :”
    is_wrapped = layout.wrapped or above.reach is not None
    fill = room(above, line, layout.width)
    if tail[0].islower():
        if marks.ends_sentence(head):
            return is_wrapped or head.endswith(":")
        return fill > layout.full or not marks.ends_address(head)
    if marks.ends_sentence(head) and not (head.endswith(":") and tail[0].isdigit()):
        is_indented = line.indent >= above.indent + 2 and not marks.marker(head)[0]
        return is_wrapped and fill > layout.full and not is_indented
    if marks.hangs(head) or marks.resumes(head, tail):
        return True
    return is_wrapped and fill > layout.nearly and not marks.ends_contact(head)


def joined(group: Sequence[Line], vocabulary: Vocabulary) -> Line:
    """The lines as one. Joined pair by pair, so that a paragraph of many lines costs its length times the log of it."""
    pieces = list(group)
    while len(pieces) > 1:
        pairs = [pieces[at : at + 2] for at in range(0, len(pieces), 2)]
        pieces = [_pair(*pair, vocabulary) if len(pair) == 2 else pair[0] for pair in pairs]
    return pieces[0]


def _pair(above: Line, below: Line, vocabulary: Vocabulary) -> Line:
    if marks.continues_url(above.text, below.text):
        return above.joined(below, "")
    drop = vocabulary.glue(above.text, below.text)
    return above.joined(below, " ") if drop is None else above.joined(below, "", drop=drop)


def unglued(line: Line) -> Iterator[Line]:
    """The line cut before each bullet that stands glued to the end of a sentence."""
    start = 0
    for at in marks.split_glued(line.text):
        if line.text[start:at].strip():
            yield line.cut(start, at)
            start = at
    yield line.cut(start) if start else line


def blocks(lines: Iterable[Line]) -> list[Block]:
    """One block a paragraph. What opens with a bullet or a number is an item; its depth comes from its indent."""
    out: list[Block] = []
    indents: list[float] = []
    for paragraph in lines:
        for line in unglued(paragraph):
            block = block_of(line)
            if block.kind is BlockKind.ITEM:
                while indents and line.indent <= indents[-1] - 2:
                    indents.pop()
                if not indents or line.indent >= indents[-1] + 2:
                    indents.append(line.indent)
                depth = max(len(indents) - 1, marks.marker_rank(block.marker))
                block = block_of(line, level=depth)
            else:
                indents = indents[:1]
            if block.text:
                out.append(block)
    return out


def block_of(line: Line, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0, marker: str = "") -> Block:
    """The block of one paragraph. `marker` is given where the format holds it apart; else it is taken off the text."""
    if not marker:
        marker, width = marks.marker(line.text)
        if marker:
            line = line.cut(width)
    if marker and kind is BlockKind.PARAGRAPH:
        kind = BlockKind.ITEM
    if "\ue000" <= marker[:1] <= "\uf8ff":
        marker = "•"  # a character of a symbol font, which no other font can print
    return Block(line.text.strip(SOFT_HYPHEN).strip(), kind, level, line.bold, marker, line.links, line.page)
