"""The same content as one SQLite file for Datasette: arrays for facets of many values, full-text search, indexes.

`.venv-bench/bin/python -m bench.peers.datasette_file FOLDER` makes `datasette.db` in the folder unless it is there.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from itertools import islice
from pathlib import Path

from bench.peers.rows import records

TABLES = """
PRAGMA journal_mode = off;
PRAGMA synchronous = off;
CREATE TABLE initiatives (id integer PRIMARY KEY, title text, summary text, day text, theme text, organisations text,
                          kinds text, communes text, areas text, audiences text);
CREATE TABLE in_commune (initiative integer, commune text);
CREATE TABLE in_area (initiative integer, area text);
"""
INDEXES = """
CREATE INDEX by_day ON initiatives (day, id);
CREATE INDEX by_theme ON initiatives (theme);
CREATE INDEX by_commune ON in_commune (commune, initiative);
CREATE INDEX by_area ON in_area (area, initiative);
CREATE VIRTUAL TABLE initiatives_fts USING fts5 (title, summary, organisations, content='initiatives',
                                                 content_rowid='id', tokenize='unicode61 remove_diacritics 2');
INSERT INTO initiatives_fts (initiatives_fts) VALUES ('rebuild');
ANALYZE;
"""


def build(folder: Path) -> Path:
    path, making = folder / "datasette.db", folder / "datasette.making"
    if path.exists():
        return path
    making.unlink(missing_ok=True)
    database = sqlite3.connect(making)
    database.executescript(TABLES)
    waiting = records(folder)
    while rows := list(islice(waiting, 10_000)):
        database.executemany(
            "INSERT INTO initiatives VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(row.key, row.title, row.summary, row.day, row.theme, " ".join(row.organisations)),
                    *(json.dumps(held) for held in (row.kinds, row.communes, row.areas, row.audiences)),
                )
                for row in rows
            ],
        )
        places = [(row.key, commune) for row in rows for commune in row.communes]
        database.executemany("INSERT INTO in_commune VALUES (?, ?)", places)
        database.executemany("INSERT INTO in_area VALUES (?, ?)", [(r.key, area) for r in rows for area in r.areas])
    database.commit()
    database.executescript(INDEXES)
    database.close()
    making.rename(path)
    return path


if __name__ == "__main__":
    build(Path(sys.argv[1]))
