"""HTML to paste into a mail. Mail programs drop stylesheets, so each element carries its own style.

It is only ever handed out as a file to download: no page of the site shows it, and the site's policy, which refuses
inline styles, stays as it is.
"""

from __future__ import annotations

from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from bulletins.outputs.blocks import Block, Kind, Piece, blocks_of
from bulletins.presenting import Issue

BODY = (
    "margin:0 auto;padding:16px;max-width:640px;font-family:Verdana,Arial,sans-serif;font-size:15px;"
    "line-height:1.5;color:#1c2829;background:#ffffff"
)
COLUMN, LOGO_HEIGHT = 608, 72  # pixels
IMAGE = "display:block;max-width:100%;height:auto;margin:12px 0 0;border:0"
TITLE = "font-family:Georgia,serif;color:#0b4f4d;line-height:1.25;"
STYLES = {
    Kind.LETTERHEAD: ("p", "margin:0;font-weight:bold"),
    Kind.MASTHEAD: ("p", "margin:4px 0;color:#3c484a"),
    Kind.TITLE: ("h1", TITLE + "font-size:26px;margin:16px 0"),
    Kind.NOTE: ("p", "margin:12px 0;padding:8px 12px;background:#f7f1e6"),
    Kind.HEADING: ("h2", TITLE + "font-size:20px;margin:28px 0 8px;border-bottom:2px solid #0b4f4d"),
    Kind.ENTRY: ("h3", TITLE + "font-size:17px;margin:20px 0 4px"),
    Kind.TEXT: ("p", "margin:8px 0"),
    Kind.PICTURE: ("p", "margin:2px 0 12px;font-size:13px;color:#3c484a"),
    Kind.FACTS: ("p", "margin:2px 0;font-size:14px;color:#3c484a"),
    Kind.SIGNATORY: ("p", "margin:0;font-weight:bold"),
    Kind.IMPRINT: ("p", "margin:24px 0 0;padding-top:8px;border-top:1px solid #ddd2bf;font-size:13px;color:#3c484a"),
}
PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>{}</title></head>
<body style="{}">
{}
</body></html>
"""


def as_mail(issue: Issue, *, origin: str) -> bytes:
    parts: list[SafeString] = []
    for is_list, group in groupby(blocks_of(issue, origin=origin), key=lambda block: block.kind is Kind.ITEM):
        blocks = list(group)
        parts += [_list(blocks)] if is_list else [_element(block, origin) for block in blocks]
    return format_html(PAGE, issue.title, BODY, mark_safe("\n".join(parts))).encode()


def _element(block: Block, origin: str) -> SafeString:
    if block.kind is Kind.LOGO:
        return _image(block, origin, height=LOGO_HEIGHT)
    tag, style = STYLES[block.kind]
    element = format_html('<{0} style="{1}">{2}</{0}>', mark_safe(tag), style, _words(block))
    return format_html("{}\n{}", _image(block, origin), element) if block.picture else element


def _image(block: Block, origin: str, *, height: int | None = None) -> SafeString:
    """Loaded from the site: mail programs that show no image show its words."""
    one = block.picture
    width = min(one["shared_width"], COLUMN)
    height = min(height or one["height"], round(one["shared_height"] * width / one["shared_width"]))
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" style="{}">',
        origin + one["src"], one["alternative_text"], round(height * one["width"] / one["height"]), height, IMAGE,
    )  # fmt: skip


def _list(items: list[Block]) -> SafeString:
    """One list; what was nested is set in, and numbers stay as they were counted."""
    lines = (
        (f"margin:2px 0 2px {20 * item.depth}px", "" if item.marker == "•" else f"{item.marker} ", _words(item))
        for item in items
    )
    kind = "disc" if items[0].marker == "•" else "none"
    inner = format_html_join("\n", '<li style="{}">{}{}</li>', lines)
    return format_html('<ul style="margin:8px 0;padding-left:24px;list-style-type:{}">{}</ul>', kind, inner)


def _words(block: Block) -> SafeString:
    return mark_safe("".join(map(_piece, block.pieces)))


def _piece(piece: Piece) -> SafeString:
    html = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in piece.text.split("\n")))
    if piece.is_bold:
        html = format_html("<strong>{}</strong>", html)
    if piece.is_italic:
        html = format_html("<em>{}</em>", html)
    return format_html('<a href="{}" style="color:#0b4f4d">{}</a>', piece.url, html) if piece.url else html
