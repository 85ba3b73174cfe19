"""A database of the server that the site uses: made, counted, exchanged, dropped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.db import connections
from psycopg2 import sql

from config.backups.refusing import BackupRefused

MAINTENANCE = "postgres"  # PostgreSQL makes it, and nothing of ours is in it
TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY c.relname
"""


def parameters(name: str | None = None) -> dict[str, Any]:
    """How the site reaches its database, or another one of the same server."""
    known = connections["default"].get_connection_params()
    wanted = {key: known[key] for key in ("dbname", "user", "password", "host", "port") if known.get(key)}
    return wanted | ({"dbname": name} if name else {})


@contextmanager
def reached(name: str | None = None) -> Iterator[Any]:
    try:
        connection = psycopg2.connect(**parameters(name))
    except psycopg2.OperationalError as away:
        raise BackupRefused(f"La base de données ne répond pas : {str(away).strip().splitlines()[-1]}") from away
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def counted(cursor: Any) -> dict[str, int]:
    """Rows of each table, as the transaction of this cursor sees them."""
    cursor.execute(TABLES)
    rows = {}
    for (table,) in cursor.fetchall():
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        rows[table] = cursor.fetchone()[0]
    return rows


def create(name: str) -> None:
    with reached(MAINTENANCE) as cursor:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            cursor.execute(made.format(sql.Identifier(name)))
        except psycopg2.errors.InsufficientPrivilege as refused:
            raise BackupRefused(
                "Le compte de la base ne peut pas créer de base : donnez-lui CREATEDB le temps de l’opération."
            ) from refused


def own(prefix: str) -> list[str]:
    """The databases of our account whose names begin so."""
    with reached(MAINTENANCE) as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) "
            "AND datdba = (SELECT oid FROM pg_roles WHERE rolname = current_user) ORDER BY datname",
            [prefix],
        )
        return [name for (name,) in cursor.fetchall()]


def drop(name: str) -> None:
    with reached(MAINTENANCE) as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def exchange(*, present: str, aside: str, new: str) -> None:
    """`new` takes the name of `present`, which is kept as `aside`: both or neither. Who was connected is sent away."""
    connections["default"].close()
    with reached(MAINTENANCE) as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN (%s, %s)", [present, new]
        )
        cursor.connection.autocommit = False
        renamed = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        try:
            for name, becomes in ((present, aside), (new, present)):
                cursor.execute(renamed.format(sql.Identifier(name), sql.Identifier(becomes)))
        except psycopg2.errors.ObjectInUse as busy:
            raise BackupRefused("Le site écrit encore dans la base : arrêtez-le, puis recommencez.") from busy
        cursor.connection.commit()
