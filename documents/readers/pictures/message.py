"""A drawn picture as JSON between this process and its child, checked like every answer of a child."""

from __future__ import annotations

import base64

from documents.readers.pictures.drawn import FORMATS, WIDTHS, Drawn, Rendition
from documents.readers.wire import raise_refusal

TALLEST = WIDTHS[-1] * 2
# What each format begins with, and after how many bytes: a child that was taken over sends pictures or nothing.
MARKS = {"avif": (4, b"ftypavif"), "webp": (8, b"WEBP"), "jpeg": (0, b"\xff\xd8\xff")}


def picture_message(drawn: Drawn) -> dict:
    return {
        "renditions": [
            [one.format, one.width, one.height, base64.b64encode(one.data).decode("ascii")] for one in drawn.renditions
        ]
    }


def picture_of(message: dict) -> Drawn:
    """The picture of a message; the refusal that it tells; one of `wire.WRONG_FORM` for whatever is not of the form."""
    raise_refusal(message)
    drawn = Drawn(tuple(_rendition(*row) for row in message["renditions"]))
    told = [(one.format, one.width) for one in drawn.renditions]
    if {kind for kind, _ in told} != set(FORMATS) or len(set(told)) != len(told) or len(told) > len(FORMATS) * 3:
        raise ValueError
    return drawn


def _rendition(kind: str, width: int, height: int, encoded: str) -> Rendition:
    data = base64.b64decode(encoded, validate=True)
    place, mark = MARKS[kind]
    is_sized = type(width) is type(height) is int and 0 < width <= WIDTHS[-1] and 0 < height <= TALLEST
    if not is_sized or data[place : place + len(mark)] != mark:
        raise ValueError
    return Rendition(kind, width, height, data)
