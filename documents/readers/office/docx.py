"""Word documents, through mammoth. `docx_parts` first mends what mammoth would drop.

Deleted text and comments are not text of the document. Notes come after the body. Running headers and footers are
dropped, a first page's own header and footer are kept.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

import mammoth
from mammoth import documents

from documents.readers.lines.line import Line, Run
from documents.readers.lines.structure import Piece, blocks_of, table_pieces
from documents.readers.office.docx_parts import Styles, mended, styles_of
from recognition.blocks import BlockKind, Document

_LIST_STYLE = re.compile(r"list (?:bullet|number)|liste? (?:à puces|a puces|num[ée]rot[ée]e)", re.IGNORECASE)
_BREAK = "\n"


def read_docx(data: bytes) -> Document:
    tree: list[documents.Document] = []

    def capture(document: documents.Document) -> documents.Document:
        """Mammoth's own tree is what we need; an empty document saves it the writing of HTML."""
        tree.append(document)
        return documents.document([])

    mammoth.convert_to_html(io.BytesIO(mended(data)), transform_document=capture, external_file_access=False)
    reader = _Reader(styles_of(data))
    return Document.of(blocks_of(reader.document(tree[0])))


class _Reader:
    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.counters: dict[int, int] = {}
        self.notes: list[documents.NoteReference] = []

    def document(self, document: documents.Document) -> Iterator[Piece]:
        yield from self.pieces(document.children)
        for reference in self.notes:
            yield from self.pieces(document.notes.resolve(reference).body)

    def pieces(self, elements: Iterable[documents.Element]) -> Iterator[Piece]:
        for element in elements:
            if isinstance(element, documents.Paragraph):
                yield self.paragraph(element)
            elif isinstance(element, documents.Table):
                rows = [row for row in element.children if isinstance(row, documents.TableRow)]
                yield from table_pieces([[list(self.pieces(cell.children)) for cell in row.children] for row in rows])
            elif isinstance(element, (documents.Run, documents.Hyperlink)):
                yield Piece(tuple(self.lines([element])))
            elif isinstance(element, documents.HasChildren):
                yield from self.pieces(element.children)

    def paragraph(self, paragraph: documents.Paragraph) -> Piece:
        is_bold = paragraph.style_id in self.styles.bold
        lines = tuple(self.lines(paragraph.children, is_bold=is_bold))
        rank = self.styles.heading_rank(paragraph.style_id, paragraph.style_name)
        if rank:
            return Piece(lines, BlockKind.HEADING, rank)
        if paragraph.numbering is not None:
            level = int(paragraph.numbering.level_index)
            return Piece(lines, BlockKind.ITEM, level, self.marker(level, paragraph.numbering.is_ordered))
        if _LIST_STYLE.match(paragraph.style_name or ""):
            return Piece(lines, BlockKind.ITEM, 0, "•")
        return Piece(lines)

    def marker(self, level: int, is_ordered: bool) -> str:
        """Mammoth tells a list's level but not its number: counted here, deeper levels start again."""
        if not is_ordered:
            return "•"
        self.counters = {depth: count for depth, count in self.counters.items() if depth <= level}
        self.counters[level] = self.counters.get(level, 0) + 1
        return f"{self.counters[level]}."

    def lines(self, elements: Iterable[documents.Element], *, is_bold: bool = False) -> Iterator[Line]:
        runs: list[Run] = []
        for run in self.runs(elements, "", is_bold):
            if run.text == _BREAK:
                yield Line.of(runs)
                runs = []
            else:
                runs.append(run)
        yield Line.of(runs)

    def runs(self, elements: Iterable[documents.Element], target: str, is_bold: bool) -> Iterator[Run]:
        for element in elements:
            if isinstance(element, documents.Text):
                yield Run(element.value.replace(_BREAK, " "), target, is_bold)
            elif isinstance(element, documents.Run):
                bold = is_bold or element.is_bold or element.style_id in self.styles.bold
                yield from self.runs(element.children, target, bold)
            elif isinstance(element, documents.Hyperlink):
                yield from self.runs(element.children, element.href or target, is_bold)
            elif isinstance(element, documents.Break):
                yield Run(_BREAK)
            elif isinstance(element, documents.Tab):
                yield Run("\t", target, is_bold)
            elif isinstance(element, documents.NoteReference):
                self.notes.append(element)
            elif isinstance(element, documents.HasChildren):
                yield from self.runs(element.children, target, is_bold)
