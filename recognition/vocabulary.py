"""Words of the trade, kept as data in `recognition/data/`: read when this room is imported, before any document."""

from __future__ import annotations

import csv
from pathlib import Path

_DATA = Path(__file__).with_name("data")


def rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
