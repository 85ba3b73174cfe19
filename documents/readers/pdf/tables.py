"""Tables drawn with rules: the words of each cell together, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pdfplumber.table import Table, TableFinder

from documents.readers.lines.line import Line, Run
from documents.readers.lines.paragraphs import paragraphs
from documents.readers.pdf.regions import Word, rows
from documents.readers.pdf.rules import Edge

# Drawings and maps hold thousands of edges; looking for tables in them costs their square.
MOST_EDGES = 2500
_LONGEST_CELL = 1500

Cell = tuple[Line, Word, int]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What pdfplumber’s finder of tables asks of a page."""

    edges: list[Edge]


def tables_of(edges: list[Edge], words: Sequence[Word], page: int) -> tuple[list[tuple[float, list[Cell]]], list[Word]]:
    """Each table as its top and its cells in reading order (text, first word, column), and the words outside."""
    rest = list(words)
    tables: list[tuple[float, list[Cell]]] = []
    if not 4 <= len(edges) <= MOST_EDGES:
        return tables, rest
    for table in TableFinder(_Drawn(edges)).tables:
        cells, used = _cells(table, rest, page)
        if cells:
            tables.append((table.bbox[1], cells))
            rest = [word for word in rest if id(word) not in used]
    return tables, rest


def _cells(table: Table, words: Sequence[Word], page: int) -> tuple[list[Cell], set[int]]:
    """Nothing when the rules only frame the page or a paragraph: then the words are read as any others."""
    cells: list[Cell] = []
    used: set[int] = set()
    wide_rows = 0
    for row in table.rows:
        filled = 0
        for column, box in enumerate(row.cells):
            inside = [word for word in words if box is not None and id(word) not in used and _is_in(word, box)]
            if not inside:
                continue
            filled += 1
            used.update(id(word) for word in inside)
            for line in paragraphs(_line(printed, box, page) for printed in rows(inside)):
                if len(line.text) > _LONGEST_CELL:
                    return [], set()
                cells.append((line, inside[0], column))
        wide_rows += filled >= 2
    return (cells, used) if wide_rows >= 2 else ([], set())


def _line(row: Sequence[Word], box: tuple[float, float, float, float], page: int) -> Line:
    runs = [Run(word.text + " ", word.target, word.bold) for word in row]
    x0, _, x1, _ = box
    width = max(1.0, x1 - x0)
    return Line.of(runs, page=page, reach=(row[-1].x1 - x0) / width, first=(row[0].x1 - row[0].x0) / width)


def _is_in(word: Word, box: tuple[float, float, float, float]) -> bool:
    x0, top, x1, bottom = box
    return x0 <= (word.x0 + word.x1) / 2 <= x1 and top <= word.middle <= bottom
