"""What a reader hands to the recogniser: a document as text in blocks, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

SEPARATOR = "\n\n"


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: `start` and `end` are character offsets in its block's text."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table cell, without line breaks made by the layout.

    `level` is the heading's rank (1 to 6), the item's depth (0 for the outermost list) or the cell's column: a row of
    a table starts where the column is smaller than that of the cell before.
    `marker` is the bullet or number as printed, which `text` then leaves out.
    """

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    bold: bool = False
    marker: str = ""
    links: tuple[Link, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks in reading order. Spans everywhere in the import are offsets in `text`.

    `remarks` are sentences of the reader to the officer: what of the file could not be read, for the rest was.
    """

    blocks: tuple[Block, ...]
    remarks: tuple[str, ...] = ()
    text: str = field(init=False)
    starts: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        starts, at = [], 0
        for block in self.blocks:
            starts.append(at)
            at += len(block.text) + len(SEPARATOR)
        object.__setattr__(self, "starts", tuple(starts))
        object.__setattr__(self, "text", SEPARATOR.join(block.text for block in self.blocks))

    @classmethod
    def of(cls, blocks: Iterable[Block], *, remarks: tuple[str, ...] = ()) -> Document:
        return cls(tuple(block for block in blocks if block.text.strip()), remarks)
