"""French spaces in the sentences of Python files: finding those that break, and mending them.

`python -m tests.typography` puts U+00A0 before “: ; ? ! »” and after “«” in every sentence of every room.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NO_ROOM = {"tests", "bench", "docs"}
BREAKING = re.compile(r" (?=(?:[:;?!]+|»)(?:[\s.,)\"'’<{…]|$))|(?<=«) (?=\S)")
# What an f-string computes: it is no text of ours.
COMPUTED = re.compile(r"\{\{|\}\}|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
PLACE = "\ue000"


def files() -> list[Path]:
    """Of every room. What a migration writes into rows stays as it wrote it."""
    return sorted(
        path
        for room in ROOT.iterdir()
        if (room / "__init__.py").exists() and room.name not in NO_ROOM
        for path in room.rglob("*.py")
        if path.parent.name != "migrations" or "RunPython" not in path.read_text(encoding="utf-8")
    )


def sentences(source: str) -> Iterator[tuple[int, int, str]]:
    """Each literal that holds words, less patterns, bytes and docstrings: its line, where its text begins, its text."""
    told = set(_docstrings(ast.parse(source)))
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    for (row, column), end in _literals(source):
        literal = source[starts[row - 1] + column : starts[end[0] - 1] + end[1]]
        prefix = re.match(r"[a-zA-Z]*", literal)[0].lower()
        place = (row, len(lines[row - 1][:column].encode()))
        if "r" in prefix or "b" in prefix or place in told:
            continue
        quote = re.match(r'"""|\'\'\'|"|\'', literal[len(prefix) :])[0]
        text = literal[len(prefix) + len(quote) : -len(quote)]
        if "f" in prefix:
            text = COMPUTED.sub(lambda found: PLACE * len(found[0]), text)
        if any(letter.isalpha() or letter in "«»" for letter in re.sub(r"\\.", "", text.replace(PLACE, ""))):
            yield row, starts[row - 1] + column + len(prefix) + len(quote), text


def breaking(source: str) -> list[tuple[int, int, str]]:
    """Each space where a line could end: its line, its place in the source, the words around it."""
    return [
        (row, start + found.start(), text[max(0, found.start() - 30) : found.end() + 20].replace(PLACE, ""))
        for row, start, text in sentences(source)
        for found in BREAKING.finditer(text.replace(PLACE, "X"))
    ]


def mended(source: str) -> str:
    letters = list(source)
    for _, place, _ in breaking(source):
        letters[place] = "\u00a0"
    return "".join(letters)


def _literals(source: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where each literal begins and ends; from Python 3.12 on an f-string comes in pieces."""
    opening, closing = (getattr(tokenize, f"FSTRING_{name}", None) for name in ("START", "END"))
    opened: list[tuple[int, int]] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == opening:
            opened.append(token.start)
        elif token.type == closing:
            start = opened.pop()
            if not opened:
                yield start, token.end
        elif token.type == tokenize.STRING and not opened:
            yield token.start, token.end


def _docstrings(tree: ast.Module) -> Iterator[tuple[int, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value.lineno, first.value.col_offset


if __name__ == "__main__":
    for path in files():
        source = path.read_text(encoding="utf-8")
        if (new := mended(source)) != source:
            path.write_text(new, encoding="utf-8")
