"""OpenDocument texts, through odfdo.

Deleted text (tracked changes) and comments are not text of the document. Notes come after the body, text boxes after
their paragraph. Running headers and footers are dropped, a first page's own header and footer are kept.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace

import odfdo
from lxml import etree

from documents.readers.lines.line import Line, Run
from documents.readers.lines.running import says_when
from documents.readers.lines.structure import Piece, blocks_of, table_pieces
from documents.readers.office.odt_styles import Styles, styles_of
from documents.readers.office.xml import attribute, local_name, parse_part
from recognition.blocks import BlockKind, Document

_BREAK = "\n"
_SET_UP = (
    "sequence-decls",
    "variable-decls",
    "user-field-decls",
    "bibliography-configuration",
    "forms",
    "event-listeners",
)
_NOT_TEXT = frozenset(
    (*_SET_UP, "tracked-changes", "annotation", "annotation-end", "note-citation", "title", "desc", "object", "image")
)
_BOXES = frozenset(
    ["frame", "custom-shape", "rect", "ellipse", "g", "text-box", "line", "path", "polygon", "connector"]
)


def read_odt(data: bytes) -> Document:
    document = odfdo.Document(io.BytesIO(data))
    content = parse_part(document.get_part("content.xml").serialize())
    styles = parse_part(document.get_part("styles.xml").serialize())
    return Document.of(blocks_of(_Reader(styles_of(content, styles)).document(content, styles)))


class _Reader:
    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.page = 1
        self.aside: list[etree._Element] = []
        self.notes: list[etree._Element] = []
        self.counters: dict[tuple[str, int], int] = {}

    def document(self, content: etree._Element, styles: etree._Element) -> Iterator[Piece]:
        body = next((child for child in content.iter() if local_name(child) == "text" and _is_office(child)), None)
        if body is None:
            return
        yield from self.running(styles, "header")
        yield from self.pieces(body)
        for note in self.notes:
            yield from self.pieces(note)
        yield from self.running(styles, "footer")

    def running(self, styles: etree._Element, kind: str) -> Iterator[Piece]:
        """What is printed once of the headers or footers: those of first pages, and lines that date the document."""
        for part in styles.iter():
            tag = local_name(part)
            is_first = tag == f"{kind}-first" or (tag == kind and self.styles.is_first_page(part))
            if tag not in (kind, f"{kind}-first"):
                continue
            for piece in self.pieces(part):
                if is_first or says_when(piece.text):
                    yield piece

    def pieces(self, parent: Iterable[etree._Element]) -> Iterator[Piece]:
        for element in parent:
            tag = local_name(element)
            if tag in ("p", "h"):
                yield from self.paragraph(element)
            elif tag == "list":
                yield from self.items(element, 0, "")
            elif tag == "table":
                yield from table_pieces([[list(self.pieces(cell)) for cell in row] for row in _rows(element)])
            elif tag == "soft-page-break":
                self.page += 1
            elif tag and tag not in _NOT_TEXT:
                yield from self.pieces(element)

    def items(self, parent: etree._Element, level: int, style: str) -> Iterator[Piece]:
        style = attribute(parent, "style-name") or style
        for item in parent:
            tag = local_name(item)
            marker = self.marker(style, level) if tag == "list-item" else ""
            for element in item if tag in ("list-item", "list-header") else ():
                if local_name(element) == "list":
                    yield from self.items(element, level + 1, style)
                    continue
                for piece in self.pieces([element]):
                    if marker and piece.kind is BlockKind.PARAGRAPH:
                        piece, marker = replace(piece, kind=BlockKind.ITEM, level=level, marker=marker), ""
                    yield piece

    def marker(self, style: str, level: int) -> str:
        if not self.styles.is_ordered(style, level):
            return "•"
        for key in [key for key in self.counters if key[0] == style and key[1] > level]:
            del self.counters[key]
        self.counters[style, level] = self.counters.get((style, level), 0) + 1
        return f"{self.counters[style, level]}."

    def paragraph(self, element: etree._Element) -> Iterator[Piece]:
        style = attribute(element, "style-name")
        rank = self.styles.rank(style)
        if local_name(element) == "h":
            printed = attribute(element, "outline-level")
            rank = min(6, int(printed)) if printed.isdigit() and int(printed) else rank or 1
        page = self.page
        lines = tuple(replace(line, page=page) for line in self.lines(element, self.styles.is_bold(style)))
        yield Piece(lines, BlockKind.HEADING, rank) if rank else Piece(lines)
        aside, self.aside = self.aside, []
        for box in aside:
            yield from self.pieces(box)

    def lines(self, element: etree._Element, is_bold: bool) -> Iterator[Line]:
        runs: list[Run] = []
        for run in self.runs(element, "", is_bold):
            if run.text == _BREAK:
                yield Line.of(runs)
                runs = []
            else:
                runs.append(run)
        yield Line.of(runs)

    def runs(self, parent: etree._Element, target: str, is_bold: bool) -> Iterator[Run]:
        yield Run((parent.text or "").replace(_BREAK, " "), target, is_bold)
        for element in parent:
            tag = local_name(element)
            if tag in ("s", "tab"):
                yield Run(" ", target, is_bold)
            elif tag == "line-break":
                yield Run(_BREAK)
            elif tag == "soft-page-break":
                self.page += 1
            elif tag == "note":
                self.notes.extend(child for child in element if local_name(child) == "note-body")
            elif tag in _BOXES:
                self.aside.append(element)
            elif tag and tag not in _NOT_TEXT:
                bold = self.styles.is_bold(attribute(element, "style-name"), is_bold) if tag == "span" else is_bold
                href = attribute(element, "href") if tag == "a" else ""
                yield from self.runs(element, href or target, bold)
            yield Run((element.tail or "").replace(_BREAK, " "), target, is_bold)


def _rows(table: etree._Element) -> list[list[etree._Element]]:
    """The cells row by row, header rows and row groups included; cells that a merged one covers hold nothing new."""
    rows = []
    for element in table:
        tag = local_name(element)
        if tag == "table-row":
            rows.append([cell for cell in element if local_name(cell) in ("table-cell", "covered-table-cell")])
        elif tag in ("table-header-rows", "table-rows", "table-row-group"):
            rows.extend(_rows(element))
    return rows


def _is_office(element: etree._Element) -> bool:
    return element.tag.startswith("{urn:oasis:names:tc:opendocument:xmlns:office:")
