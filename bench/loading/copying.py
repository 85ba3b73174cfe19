"""Files into tables by COPY.

The triggers that only touch an initiative again are off while its attached rows come in; those that fill slug, search
vector and searched text stay on for the initiatives, which come last: each is made once, by the product's own rule.
Foreign keys are taken off and put back, which checks all rows at once. Columns that the files do not know get the
default of their field, so that a new column of the product needs nothing here.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg2
from django.apps import apps
from django.db.models import NOT_PROVIDED
from psycopg2 import sql

from bench.content.files import NULL, columns_of

INITIATIVES = "initiatives_initiative"
WORD_TRIGGERS = ("initiatives_search_vector", "initiatives_searched_text")
SEARCH_INDEX = "initiatives_search"


def copy_all(folder: Path, url: str) -> dict[str, int]:
    """Fill the tables from the files of the folder; returns the rows of each table."""
    paths = sorted(folder.glob("*.csv"), key=lambda path: (path.stem == INITIATIVES, path.stem))
    tables = [path.stem for path in paths]
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'; SET synchronous_commit = off")
        foreign_keys = _take_off_foreign_keys(cursor, tables)
        search_index = _take_off_index(cursor, SEARCH_INDEX)
        defaults = {table: _set_defaults(cursor, table, columns_of(folder / f"{table}.csv")) for table in tables}
        for table in tables:
            cursor.execute(_sql("ALTER TABLE {} DISABLE TRIGGER USER", table))
        for trigger in WORD_TRIGGERS:
            cursor.execute(_sql(f"ALTER TABLE {{}} ENABLE TRIGGER {trigger}", INITIATIVES))
        for path in paths:
            # The trigger looks up what is attached: it wants good plans, and both cores.
            if path.stem == INITIATIVES:
                cursor.execute("ANALYZE")
            _copy(url, path, parts=(os.cpu_count() or 1) if path.stem == INITIATIVES else 1)
        for table in tables:
            for column in defaults[table]:
                cursor.execute(_sql("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT", table, column))
            cursor.execute(_sql("ALTER TABLE {} ENABLE TRIGGER USER", table))
            _move_sequence_on(cursor, table)
        # Whoever keeps something of the directory is told what the triggers would have told.
        cursor.execute("INSERT INTO directory_change (initiatives, is_vocabulary) VALUES (NULL, true)")
        cursor.execute(search_index)
        for statement in foreign_keys:
            cursor.execute(statement)
        rows = {table: _count(cursor, table) for table in tables}
    connection.close()
    return rows


def vacuum(url: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()


def _sql(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))


def _take_off_foreign_keys(cursor: Any, tables: list[str]) -> list[str]:
    """Drop the foreign keys of these tables; returns what puts them back, and so checks every row."""
    cursor.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'f' AND conrelid::regclass::text = ANY (%s) ORDER BY 1, 2",
        [tables],
    )
    found = cursor.fetchall()
    for table, name, _ in found:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    return [f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}" for table, name, definition in found]


def _take_off_index(cursor: Any, name: str) -> str:
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [name])
    (definition,) = cursor.fetchone()
    cursor.execute(_sql("DROP INDEX {}", name))
    return definition


def _set_defaults(cursor: Any, table: str, given: list[str]) -> list[str]:
    """Give the columns that the file lacks the default of their field, for the time of COPY; returns their names."""
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    lacking = [
        field
        for field in models[table]._meta.local_fields
        if field.column not in given and not field.primary_key and not field.null
    ]
    for field in lacking:
        # A text that may be blank has "" for default, as Django writes it.
        value = field.get_default()
        if field.default is NOT_PROVIDED and value is None:
            raise LookupError(f"{table}.{field.column} has no default: the generator has to write it.")
        cursor.execute(
            sql.SQL("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}").format(
                sql.Identifier(table), sql.Identifier(field.column), sql.Literal(value)
            )
        )
    return [field.column for field in lacking]


class Part:
    """The lines of a file that begin between two places, as a file for COPY."""

    def __init__(self, path: Path, start: int, stop: int) -> None:
        self.file = path.open("rb")
        self.stop = stop
        self.file.seek(max(0, start - 1))
        self.file.readline()  # the end of the line before, or the line of columns

    def read(self, size: int) -> bytes:
        at = self.file.tell()
        if at >= self.stop:
            self.file.close()
            self.stop = -1
            return b""
        block = self.file.read(min(size, self.stop - at))
        return block + self.file.readline() if self.file.tell() >= self.stop and not block.endswith(b"\n") else block

    def readline(self) -> bytes:  # psycopg2 wants it to be there; COPY only reads
        return self.file.readline()


def parts_of(path: Path, count: int) -> list[Part]:
    size = path.stat().st_size
    return [Part(path, size * at // count, size * (at + 1) // count) for at in range(count)]


def _copy(url: str, path: Path, *, parts: int) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT csv, NULL {})").format(
        sql.Identifier(path.stem),
        sql.SQL(", ").join(map(sql.Identifier, columns_of(path))),
        sql.Literal(NULL),
    )

    def send(part: Part) -> None:
        connection = psycopg2.connect(url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute("SET synchronous_commit = off")
                cursor.copy_expert(statement, part)
        finally:
            connection.close()

    with ThreadPoolExecutor(parts) as pool:
        list(pool.map(send, parts_of(path, parts)))


def _move_sequence_on(cursor: Any, table: str) -> None:
    cursor.execute(
        sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), coalesce(max(id), 0) + 1, false) FROM {}").format(
            sql.Literal(table), sql.Identifier(table)
        )
    )


def _count(cursor: Any, table: str) -> int:
    cursor.execute(_sql("SELECT count(*) FROM {}", table))
    return cursor.fetchone()[0]
