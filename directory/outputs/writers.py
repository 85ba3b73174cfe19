"""Writing rows in the forms that other programs read. No row here knows what an initiative is."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

BOM = "\ufeff"  # without it Excel takes UTF-8 for Windows-1252
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def defused(text: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA_STARTS) else text


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(header: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """CSV as French spreadsheets open it: BOM, semicolons, CRLF, formulas defused."""
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    yield BOM + writer.writerow(header)
    for row in rows:
        yield writer.writerow([defused(cell) for cell in row])


def json_text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def geojson_parts(features: Iterable[dict[str, Any]], *, about: dict[str, str]) -> Iterator[str]:
    """A FeatureCollection (RFC 7946), feature by feature; `about` are its own members, such as its licence."""
    yield json_text({"type": "FeatureCollection", **about})[:-1] + ',"features":['
    for position, feature in enumerate(features):
        yield ("," if position else "") + json_text({"type": "Feature", **feature})
    yield "]}"
