"""Tables as French spreadsheets open them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

BOM = "\ufeff"  # without it Excel takes UTF-8 for Windows-1252
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def defused(text: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA_STARTS) else text


def csv_lines(header: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """CSV as French spreadsheets open it: BOM, semicolons, CRLF, formulas defused."""
    yield BOM + _WRITER.writerow(header)
    yield from map(csv_line, rows)


def csv_line(row: list[str]) -> str:
    return _WRITER.writerow([defused(cell) for cell in row])


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


_WRITER = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
