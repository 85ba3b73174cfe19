"""The words of a page through PDFium, the library that Chromium reads PDFs with: some ten times faster than pdfminer.

It says less than pdfminer of what it could not read. A page that is turned, starts elsewhere than at zero, or holds
letters without a meaning is therefore left to pdfminer, which tells what is missing (`page.page_words`).
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw

from documents.readers.pdf.regions import Word
from documents.readers.pdf.rules import Edge, edges_of, objects_of
from documents.readers.pdf.tables import MOST_EDGES

BOLD = re.compile(r"bold|black|heavy|demi|semib|-bd|,b", re.IGNORECASE)
# Of the size of the letters: a smaller gap parts no words.
SPACE = 0.14
_HYPHEN = 0x02  # what PDFium writes for a hyphen that ends a line
_AROUND = tuple((x, y) for x in (0, -1, 1) for y in (0, -1, 1))
_BLANKS = frozenset((0x20, 0xA0, 0x09, 0x0A, 0x0D, 0x202F, 0x3000))


@dataclass(slots=True)
class PageLetters:
    """The words of a page, the straight lines drawn on it, and whether it holds an image."""

    words: list[Word]
    edges: list[Edge] = field(default_factory=list)
    has_pictures: bool = False


@dataclass(slots=True)
class _Style:
    size: float
    bold: bool


class Letters:
    """An open document. Its pages are given one by one, and closed at once."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self.document = document
        self._bold: dict[int, bool] = {}

    def page(self, index: int, height: float) -> PageLetters | None:
        """Nothing for a page that is better left to pdfminer. `height` is what that found: the two must agree."""
        try:
            page = self.document[index]
        except pypdfium2.PdfiumError:
            return None
        try:
            left, bottom, _, top = page.get_mediabox()
            if page.get_rotation() or left or bottom or abs(top - height) > 1:
                return None
            return self._read(page, top)
        except pypdfium2.PdfiumError:
            return None
        finally:
            page.close()

    def _read(self, page: pypdfium2.PdfPage, height: float) -> PageLetters | None:
        text = page.get_textpage()
        try:
            words = self._words(text.raw, height)
        finally:
            text.close()
        if not words:
            return None
        found = PageLetters(words)
        for item, kind in objects_of(page.raw):
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                found.has_pictures = True
            elif kind == raw.FPDF_PAGEOBJ_PATH and len(found.edges) <= MOST_EDGES:
                found.edges += edges_of(item, height)
        return found

    def _words(self, text: ctypes._Pointer, height: float) -> list[Word] | None:
        """Nothing when a letter has no meaning or stands turned: pdfminer says what it is."""
        words: list[Word] = []
        box, run = raw.FS_RECTF(), _Run(words)
        seen: set[tuple[int, int, int]] = set()
        address, style, printed = 0, _Style(1.0, False), (0, 0.0, 0.0)
        for index in range(raw.FPDFText_CountChars(text)):
            code = raw.FPDFText_GetUnicode(text, index)
            if code in _BLANKS:
                run.end()
                continue
            item = raw.FPDFText_GetTextObject(text, index)
            if not item or code == 0xFFFD or code == 0 or raw.FPDFText_HasUnicodeMapError(text, index) == 1:
                return None
            at = ctypes.addressof(item.contents)
            if at != address:
                address = at
                changed = self._style(text, index, item)
                if changed is None:
                    return None
                if changed != style:
                    run.end()
                    style = changed
            raw.FPDFText_GetLooseCharBox(text, index, box)
            top = height - box.bottom - style.size
            where = (code, round(box.left), round(top))
            glyph = (at, box.left, box.right)
            is_of_ligature = glyph == printed  # “ff” is one glyph, and two letters in the same place
            if not is_of_ligature and any((code, where[1] + x, where[2] + y) in seen for x, y in _AROUND):
                continue  # printed twice: a poor man’s bold
            printed = glyph
            seen.add(where)
            run.add("-" if code == _HYPHEN else chr(code), box.left, box.right, top, style)
        run.end()
        return words

    def _style(self, text: ctypes._Pointer, index: int, item: ctypes._Pointer) -> _Style | None:
        if abs(math.remainder(raw.FPDFText_GetCharAngle(text, index), math.tau)) > 0.02:
            return None
        matrix, size = raw.FS_MATRIX(), ctypes.c_float()
        if not raw.FPDFPageObj_GetMatrix(item, matrix) or not raw.FPDFTextObj_GetFontSize(item, size):
            return None
        font = raw.FPDFTextObj_GetFont(item)
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self._bold:
            name = ctypes.create_string_buffer(256)
            raw.FPDFFont_GetBaseFontName(font, name, 256)
            self._bold[key] = BOLD.search(name.value.decode("utf-8", "replace").rpartition("+")[2]) is not None
        return _Style(round(size.value * math.hypot(matrix.c, matrix.d), 1) or 1.0, self._bold[key])


class _Run:
    """Letters that follow each other in one style on one line: a word."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.text: list[str] = []
        self.x0 = self.x1 = self.top = 0.0
        self.style = _Style(1.0, False)

    def add(self, letter: str, x0: float, x1: float, top: float, style: _Style) -> None:
        if self.text and not (-0.6 * style.size < x0 - self.x1 < SPACE * style.size and abs(top - self.top) <= 2):
            self.end()
        if not self.text:
            self.x0, self.x1, self.top, self.style = x0, x1, top, style
        self.text.append(letter)
        self.x1 = max(self.x1, x1)

    def end(self) -> None:
        if self.text:
            size = self.style.size
            word = Word("".join(self.text), self.x0, self.x1, self.top, self.top + size, size, self.style.bold)
            self.words.append(word)
            self.text = []


@contextmanager
def open_letters(data: bytes) -> Iterator[Letters | None]:
    """Nothing where PDFium cannot open what pdfminer can."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        yield None
        return
    try:
        yield Letters(document)
    finally:
        document.close()
