"""Files for COPY: one a table, its first line the columns; `\\N` is NULL, so that an empty text stays one."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

NULL = "\\N"


class Tables(ExitStack):
    """The open files of a folder, each begun with its columns when its first rows come."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self._writers: dict[str, Any] = {}

    def write(self, table: str, columns: str, rows: Iterable[tuple]) -> None:
        if table not in self._writers:
            opened = self.enter_context((self.folder / f"{table}.csv").open("w", encoding="utf-8", newline=""))
            self._writers[table] = csv.writer(opened, lineterminator="\n")
            self._writers[table].writerow(columns.split())
        self._writers[table].writerows([NULL if value is None else value for value in row] for row in rows)


def columns_of(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as opened:
        return opened.readline().strip().split(",")


def rows_of(path: Path) -> Iterable[dict[str, str | None]]:
    with path.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            yield {name: None if value == NULL else value for name, value in row.items()}
