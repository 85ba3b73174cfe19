"""Markdown, as people write it and as converters make it: headings, lists, links, tables; HTML counts as its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from documents.readers.errors import TooLarge
from documents.readers.html import text_of_html
from documents.readers.lines.line import Line, Run
from documents.readers.lines.structure import Piece, blocks_of, table_pieces
from documents.readers.text import decode, lines_of
from recognition.blocks import BlockKind, Document

# Each cell, emphasis, link or line costs some 25 µs, however they are mixed: more would end at the ten seconds.
MOST_MARKS = 100_000
MARKS = "|*_[`<\n"


def read_markdown(data: bytes) -> Document:
    """Character references are resolved, raw HTML loses its tags, a rule is kept as it is printed.

    Raises TooLarge for more marks than a person types.
    """
    env: dict = {}
    parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table")
    parser.normalizeLink = str  # targets as they are written: "solidarité@…", not "solidarit%C3%A9@…"
    source = decode(data)
    if sum(map(source.count, MARKS)) > MOST_MARKS:
        raise TooLarge(
            "Ce texte compte trop de cellules, de liens ou de mises en forme. Découpez-le, ou collez-le sans elles."
        )
    tokens = parser.parse(source, env)
    return Document.of(blocks_of(_pieces(tokens, env, source.splitlines())))


def _pieces(tokens: list[Token], env: dict, printed: list[str]) -> Iterator[Piece]:
    depth, marker, kind, level = 0, "", BlockKind.PARAGRAPH, 0
    rows: list[list[list[Piece]]] = []
    used: set[str] = set()
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth, marker = depth - 1, ""
        elif token.type == "list_item_open":
            marker = f"{token.info}{token.markup}"
        elif token.type == "heading_open":
            kind, level = BlockKind.HEADING, int(token.tag[1])
        elif token.type == "paragraph_open":
            kind, level = (BlockKind.ITEM, max(0, depth - 1)) if marker else (BlockKind.PARAGRAPH, 0)
        elif token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            kind, level = BlockKind.CELL, len(rows[-1])
        elif token.type == "inline":
            piece = Piece(tuple(_inline_lines(token, used)), kind, level, marker if kind is BlockKind.ITEM else "")
            if kind is BlockKind.CELL:
                rows[-1].append([replace(piece, kind=BlockKind.PARAGRAPH)])
            else:
                yield piece
            marker = "" if kind is BlockKind.ITEM else marker
        elif token.type == "table_close":
            yield from table_pieces(rows)
            rows = []
        elif token.type == "hr":
            yield Piece(tuple(lines_of("\n".join(printed[slice(*token.map)]))))
        elif token.type in ("code_block", "fence"):
            yield Piece(tuple(lines_of(f"{token.info}\n{token.content}")))
        elif token.type == "html_block":
            yield Piece(tuple(lines_of(text_of_html(token.content))))
    for reference in env.get("references", {}).values():
        if reference["href"] not in used:
            yield Piece((Line.of([Run(f"{reference.get('title') or ''} {reference['href']}")]),))


def _inline_lines(token: Token, used: set[str]) -> Iterator[Line]:
    """The lines of one inline token, cut at its line breaks, with bold and links."""
    runs: list[Run] = []
    bold, targets = 0, [""]
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            yield Line.of(runs)
            runs = []
        elif child.type == "strong_open":
            bold += 1
        elif child.type == "strong_close":
            bold -= 1
        elif child.type == "link_open":
            targets.append(str(child.attrGet("href") or ""))
            used.add(targets[-1])
        elif child.type == "link_close":
            targets.pop()
        elif child.type == "html_inline":
            if re.match(r"<br\b", child.content, re.IGNORECASE):
                yield Line.of(runs)
                runs = []
        elif child.type == "image":
            used.add(str(child.attrGet("src") or ""))
            runs.append(Run(child.content, targets[-1], bold > 0))
        else:
            runs.append(Run(child.content, targets[-1], bold > 0))
    yield Line.of(runs)
