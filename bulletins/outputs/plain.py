"""Plain text, to paste anywhere: each address that a link hides stands behind its words."""

from __future__ import annotations

from bulletins.outputs.blocks import Block, Kind, Piece, blocks_of
from bulletins.presenting import Issue

UNDERLINED = {Kind.TITLE: "=", Kind.HEADING: "-"}
TIGHT = {Kind.LETTERHEAD, Kind.ITEM, Kind.FACTS, Kind.SIGNATORY, Kind.MASTHEAD}  # one under the other
MARK = "■ "


def as_text(issue: Issue, *, origin: str) -> bytes:
    """UTF-8 with line ends that every mail program keeps; lines are not broken, each program breaks its own."""
    lines: list[str] = []
    before: Kind | None = None
    for block in blocks_of(issue, origin=origin):
        if block.kind is Kind.LOGO:
            continue  # the letterhead says whose it is
        if before and not (block.kind is before and block.kind in TIGHT):
            lines.append("")
        lines += _lines(block)
        before = block.kind
    return "\r\n".join([*lines, ""]).encode()


def _lines(block: Block) -> list[str]:
    if block.kind is Kind.ENTRY:
        return [MARK + block.text, *(piece.url for piece in block.pieces if piece.url)]
    if block.kind is Kind.PICTURE:
        return [f"[Image\u00a0: {block.picture['alternative_text']}]", block.text]
    text = "".join(map(_told, block.pieces))
    if sign := UNDERLINED.get(block.kind):
        return [text, sign * min(len(text), 72)]
    if block.kind is Kind.ITEM:
        text = f"{'  ' * block.depth}{block.marker} {text}"
    return text.rstrip().split("\n")


def _told(piece: Piece) -> str:
    address = piece.url.removeprefix("mailto:")
    is_said = not address or address.startswith("tel:") or piece.text.rstrip("/") in address
    return piece.text if is_said else f"{piece.text} ({address})"
