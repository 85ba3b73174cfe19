"""Documents and proposals as JSON between this process and its children.

What a child sends is checked field by field against the types that the code declares, and every span against the text:
a parser that was taken over can send wrong words, nothing more.
"""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from documents.readers.errors import ReadingRefused, refusal
from recognition.blocks import Block, BlockKind, Document, Link
from recognition.proposal import Proposal, Span

_LONGEST_SENTENCE = 500
_MOST_REMARKS = 20
WRONG_FORM = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def document_message(document: Document) -> dict:
    return {
        "blocks": [
            [
                *(block.text, block.kind, block.level, block.bold, block.marker),
                [[link.start, link.end, link.target] for link in block.links],
                block.page,
            ]
            for block in document.blocks
        ],
        "remarks": document.remarks,
    }


def document_of(message: dict) -> Document:
    """The document of a message; the refusal that it tells; one of WRONG_FORM for whatever is not of the form."""
    raise_refusal(message)
    remarks = tuple(str(remark)[:_LONGEST_SENTENCE] for remark in message["remarks"][:_MOST_REMARKS])
    return Document(tuple(_block(item) for item in message["blocks"]), remarks)


def proposal_message(proposal: Proposal) -> dict:
    return {"proposal": _packed(proposal)}


def proposal_of(message: dict, document: Document) -> Proposal:
    """As `document_of`, for what was recognised in `document`."""
    raise_refusal(message)
    return _unpacked(Proposal, message["proposal"], len(document.text))


def refusal_message(refused: ReadingRefused) -> dict:
    return {"refused": refused.code, "sentence": str(refused)}


def raise_refusal(message: dict) -> None:
    if "refused" in message:
        raise refusal(str(message["refused"]), str(message["sentence"])[:_LONGEST_SENTENCE])


def _block(item: list) -> Block:
    text, kind, level, bold, marker, links, page = item
    if not (isinstance(text, str) and isinstance(marker, str) and type(level) is int and isinstance(bold, bool)):
        raise TypeError
    if page is not None and type(page) is not int:
        raise TypeError
    return Block(text, BlockKind(kind), level, bold, marker, tuple(_link(link, text) for link in links), page)


def _link(item: list, text: str) -> Link:
    start, end, target = item
    if not (type(start) is int and type(end) is int and 0 <= start <= end <= len(text) and isinstance(target, str)):
        raise TypeError
    return Link(start, end, target)


def _packed(value: Any) -> Any:
    """Dataclasses as the list of their fields; a date as `{"date": …}`, so that it is not taken for its words."""
    if is_dataclass(value):
        return [_packed(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, (list, tuple)):
        return [_packed(one) for one in value]
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _unpacked(kind: Any, value: Any, length: int) -> Any:
    """The value as `kind` declares it, in a text of `length` characters; TypeError or ValueError for another."""
    origin, inner = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        wanted = _declared(kind)
        if type(value) is not list or len(value) != len(wanted):
            raise TypeError
        return kind(*(_unpacked(one, part, length) for one, part in zip(wanted, value, strict=True)))
    if kind == Span:
        start, end = value
        if not (type(start) is int and type(end) is int and 0 <= start <= end <= length):
            raise ValueError
        return start, end
    if origin is list:
        if type(value) is not list:
            raise TypeError
        return [_unpacked(inner[0], one, length) for one in value]
    if origin is UnionType:
        return _unpacked(_member(inner, value), value, length)
    if kind is date:
        return date.fromisoformat(value["date"])
    if issubclass(kind, Enum):
        return kind(value)
    if kind is float and type(value) is int:
        return value
    if type(value) is not kind or (kind is float and not math.isfinite(value)):
        raise TypeError
    return value


def _member(kinds: tuple, value: Any) -> Any:
    """Which of the kinds of a union the value is of: JSON has words, numbers, nothing, and our form of a date."""
    if value is None and NoneType in kinds:
        return NoneType
    if isinstance(value, dict) and date in kinds:
        return date
    return type(value) if type(value) in kinds else next(kind for kind in kinds if kind is not NoneType)


@lru_cache(maxsize=32)
def _declared(kind: type) -> tuple:
    hints = get_type_hints(kind)
    return tuple(hints[field.name] for field in fields(kind))
