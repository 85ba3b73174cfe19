"""Markdown, as people write it and as converters make it: headings, lists, links, tables; HTML counts as its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bulletins.importing.blocks import Block, BlockKind, Document
from bulletins.importing.readers.lines import Line, Run
from bulletins.importing.readers.paragraphs import block_of, paragraphs, unglued
from bulletins.importing.readers.text import decode, lines_of

_TAG = re.compile(r"<[^<>]{0,2000}>")
_CELLS = ("th_open", "td_open")


def read_markdown(data: bytes) -> Document:
    """Character references are resolved, raw HTML loses its tags, a rule is kept as it is printed."""
    env: dict = {}
    parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table")
    parser.normalizeLink = str  # targets as they are written: "solidarité@…", not "solidarit%C3%A9@…"
    tokens = parser.parse(decode(data), env)
    return Document.of(_blocks(tokens, env))


def _blocks(tokens: list[Token], env: dict) -> Iterator[Block]:
    depth = 0
    marker, kind, level = "", BlockKind.PARAGRAPH, 0
    used: set[str] = set()
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
            marker = ""
        elif token.type == "list_item_open":
            marker = f"{token.info}{token.markup}"
        elif token.type == "heading_open":
            kind, level = BlockKind.HEADING, int(token.tag[1])
        elif token.type in _CELLS:
            kind, level = BlockKind.CELL, 0
        elif token.type == "paragraph_open":
            kind, level = BlockKind.PARAGRAPH, max(0, depth - 1)
        elif token.type == "inline":
            lines = list(_inline_lines(token, used))
            for line in _paragraphs(lines, kind):
                if marker and kind is BlockKind.PARAGRAPH:
                    yield block_of(line, BlockKind.ITEM, level, marker)
                else:
                    yield block_of(line, kind, level)
                marker = ""
        elif token.type == "hr":
            yield Block(token.markup)
        elif token.type in ("code_block", "fence"):
            words = token.info + "\n" + token.content if token.info else token.content
            for line in _paragraphs(lines_of(words), BlockKind.PARAGRAPH):
                yield block_of(line)
        elif token.type == "html_block":
            for line in _paragraphs(lines_of(unescape(_TAG.sub("\n", token.content))), BlockKind.PARAGRAPH):
                yield block_of(line)
    for reference in env.get("references", {}).values():
        if reference["href"] not in used:
            yield Block(" ".join(filter(None, (reference.get("title"), reference["href"]))))


def _paragraphs(lines: list[Line], kind: BlockKind) -> Iterator[Line]:
    """A heading or a cell is one block whatever its line breaks; a paragraph may hide several lines of an address."""
    if kind is not BlockKind.PARAGRAPH:
        lines = [Line.of(_rejoined(lines))] if len(lines) > 1 and not any(line.links for line in lines) else lines
    for paragraph in paragraphs(lines):
        yield from unglued(paragraph)


def _rejoined(lines: list[Line]) -> Iterator[Run]:
    for line in lines:
        yield Run(line.text + " ", bold=line.bold)


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
