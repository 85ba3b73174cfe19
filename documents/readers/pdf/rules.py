"""The straight lines drawn on a page, through PDFium: what the rules of a table are made of."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

from pypdfium2 import raw

# Drawings and maps hold thousands of lines and forms within forms.
_MOST_OBJECTS = 5000
_MOST_SEGMENTS = 400
_DEEPEST = 3
_STRAIGHT = 0.5

Point = tuple[float, float]
Edge = dict[str, float | str]


def objects_of(page: ctypes._Pointer) -> Iterator[tuple[ctypes._Pointer, int]]:
    """The objects of the page and of its forms, each with its kind."""
    count = min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    yield from _flat((raw.FPDFPage_GetObject(page, index) for index in range(count)), 0)


def _flat(items: Iterator[ctypes._Pointer], depth: int) -> Iterator[tuple[ctypes._Pointer, int]]:
    for item in items:
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            count = min(raw.FPDFFormObj_CountObjects(item), _MOST_OBJECTS)
            yield from _flat((raw.FPDFFormObj_GetObject(item, index) for index in range(count)), depth + 1)
        else:
            yield item, kind


def edges_of(path: ctypes._Pointer, height: float) -> list[Edge]:
    """The level and upright lines of a path, as pdfplumber describes them: from the top of the page down."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(path, matrix):
        return []
    return [edge for line in _lines(path, matrix) if (edge := _edge(*line, height)) is not None]


def _lines(path: ctypes._Pointer, matrix: raw.FS_MATRIX) -> Iterator[tuple[Point, Point]]:
    start: Point | None = None
    at: Point | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(raw.FPDFPath_CountSegments(path), _MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO and at is not None:
            yield at, point
        at = point
        if raw.FPDFPathSegment_GetClose(segment) and start is not None:
            yield at, start
            at = start


def _edge(one: Point, other: Point, height: float) -> Edge | None:
    (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    is_level, is_upright = y1 - y0 < _STRAIGHT, x1 - x0 < _STRAIGHT
    if is_level == is_upright:
        return None
    if is_level:
        y0 = y1
    else:
        x1 = x0
    return {
        "x0": x0, "x1": x1, "top": height - y1, "bottom": height - y0, "width": x1 - x0, "height": y1 - y0,
        "orientation": "h" if is_level else "v", "object_type": "line",
    }  # fmt: skip
