"""The links of a page, read by hand: whatever one of them holds, it costs at most itself.

pdfplumber decodes every string of every annotation, notes and titles included, and fails for a whole document on one
that is written in the encoding that PDF itself gives to strings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import PDFDocEncoding, apply_matrix_pt
from pdfplumber.page import Page

_MOST = 5000  # a page holds some dozens; a hostile one may name millions
_AROUND = 1  # points that a clickable area is made larger by


@dataclass(frozen=True, slots=True)
class Area:
    """A clickable area with its address, in the coordinates of the words."""

    x0: float
    top: float
    x1: float
    bottom: float
    target: str

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


def links_of(page: Page) -> tuple[list[Area], int]:
    """The links with an address, and how many could not be read."""
    found: list[Area] = []
    broken = 0
    listed = resolve1(page.page_obj.annots)
    if listed is None:
        return found, broken
    if not isinstance(listed, list):
        return found, 1
    for item in listed[:_MOST]:
        try:
            area = _area(resolve1(item), page)
        except MemoryError:
            raise
        except Exception:  # strangers' dictionaries: wrong types at any depth, and all that their resolving may raise
            broken += 1
            continue
        if area is not None:
            found.append(area)
    return found, broken


def _area(annotation: Any, page: Page) -> Area | None:
    """Nothing for what is no link to an address: notes, highlights, fields, jumps within the document."""
    if not isinstance(annotation, dict) or _name(annotation.get("Subtype")) != "Link":
        return None
    action = resolve1(annotation.get("A"))
    if action is None:
        return None
    if not isinstance(action, dict):
        raise TypeError
    if _name(action.get("S")) not in ("URI", ""):
        return None
    uri = resolve1(action.get("URI"))
    if uri is None:
        return None
    target = text_of_string(uri).strip()
    return Area(*_box(resolve1(annotation["Rect"]), page), target) if target else None


def text_of_string(value: object) -> str:
    """The text of a PDF string: Unicode where it says so or is valid UTF-8, else PDF's own encoding, near to Latin-1.

    Addresses should be plain ASCII; programs write them in each of these.
    """
    if isinstance(value, PDFStream):
        value = value.get_data()
    if isinstance(value, str):
        value = value.encode("latin-1")
    if not isinstance(value, bytes):
        raise TypeError
    for mark, encoding in ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8")):
        if value.startswith(mark):
            return value[len(mark) :].decode(encoding, "replace")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        # Four bytes have no letter in PDF's encoding: there Latin-1 answers.
        return "".join(PDFDocEncoding[byte] if PDFDocEncoding[byte] != "\x00" else chr(byte) for byte in value)


def _name(value: object) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""


def _box(rectangle: Any, page: Page) -> tuple[float, float, float, float]:
    """The rectangle as the page shows it: turned and moved like its letters, from the top down."""
    x0, y0, x1, y1 = (float(resolve1(number)) for number in rectangle)
    left, low, right, high = page.page_obj.mediabox
    turned = {
        90: (0, -1, 1, 0, -low, right),
        180: (-1, 0, 0, -1, right, high),
        270: (0, 1, -1, 0, high, -left),
    }.get(page.page_obj.rotate, (1, 0, 0, 1, -left, -low))
    corners = [apply_matrix_pt(turned, point) for point in ((x0, y0), (x1, y1))]
    (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(*corners, strict=True))
    shift_x, shift_y = page.mediabox[:2]
    return (
        x0 + shift_x - _AROUND,
        page.height - y1 + shift_y - _AROUND,
        x1 + shift_x + _AROUND,
        page.height - y0 + shift_y + _AROUND,
    )
