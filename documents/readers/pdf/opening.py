"""Opens PDF files as forgivingly as the programs that people read them with: what is broken there costs no page here.

The parsers stop at a page without a size, a font without its parts, a lost table of contents. None of these keeps a
person from selecting the text, so that none may keep an officer from importing it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cached_property

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from documents.readers.errors import Encrypted

_BOXES = ("CropBox", "TrimBox", "BleedBox", "ArtBox")  # none tells where the text stands
_REFERENCE = r"\s*(\d+\s+\d+\s+R)\b"
_PLAIN_FONT = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica"}


class Pdf(pdfplumber.PDF):
    """A document whose pages and fonts are made sound before they are read."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data), unicode_norm="NFC")
        self.doc.catalog.pop("PageLabels", None)  # printed nowhere, and a bad one ends the walk through the pages
        self.rsrcmgr = _Fonts()

    @cached_property
    def pages(self) -> list[Page]:
        pages = map(_made_sound, PDFPage.create_pages(self.doc))
        return [Page(self, page, page_number=number) for number, page in enumerate(pages, start=1)]

    def has_sound_fonts(self, page: Page) -> bool:
        """Whether pdfminer can read each font of the page; what PDFium makes of another is not told."""
        fonts = resolve1((page.page_obj.resources or {}).get("Font"))
        for reference in (fonts or {}).values():
            self.rsrcmgr.get_font(getattr(reference, "objid", None), resolve1(reference))
        return not self.has_broken_font

    @property
    def has_broken_font(self) -> bool:
        """Known once the pages have been read."""
        return self.rsrcmgr.has_broken_font


def open_pdf(data: bytes) -> Pdf:
    """The document; one that lost the table of its objects is opened with a new one. An empty password is none."""
    try:
        pdf = Pdf(data)
        if pdf.pages:
            return pdf
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], (PDFPasswordIncorrect, PDFEncryptionError)):
            raise Encrypted from error
        if (mended := _with_new_trailer(data)) is None:
            raise
        return Pdf(mended)
    mended = _with_new_trailer(data)
    return pdf if mended is None else Pdf(mended)


def _with_new_trailer(data: bytes) -> bytes | None:
    """The same with a trailer of its own after what stood last; all objects are then looked for one by one.

    A table of objects may be lost; the dictionary that says where the document starts is then still there in clear.
    """
    data = data[max(0, data.find(b"%PDF-")) :]
    entries = []
    for name in ("Root", "Encrypt"):
        found = re.findall(rf"/{name}{_REFERENCE}".encode(), data)
        if found:
            entries.append(b"/" + name.encode() + b" " + found[-1])
    identifiers = re.findall(rb"/ID\s*(\[\s*<[0-9A-Fa-f]+>\s*<[0-9A-Fa-f]+>\s*\])", data)
    if identifiers:
        entries.append(b"/ID " + identifiers[-1])
    if not entries or not entries[0].startswith(b"/Root"):
        return None
    return data.rstrip() + b"\ntrailer\n<<" + b" ".join(entries) + b">>\nstartxref\n0\n%%EOF\n"


def _made_sound(page: PDFPage) -> PDFPage:
    """The two parsers read the size and the turn of a page each in its own way: both are given what holds."""
    page.attrs = {name: value for name, value in page.attrs.items() if name not in _BOXES}
    page.rotate = page.rotate if page.rotate in (90, 180, 270) else 0
    page.attrs |= {"MediaBox": list(page.mediabox), "Rotate": page.rotate}
    return page


class _Fonts(PDFResourceManager):
    """A font that cannot be read is taken for a plain one: others on its page are sound."""

    has_broken_font = False

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        try:
            return super().get_font(objid, spec)
        except MemoryError:
            raise
        except Exception:  # fonts fail in every way there is: missing parts, wrong kinds, broken programs
            self.has_broken_font = True
            return super().get_font(None, _PLAIN_FONT)
