"""The databases of the bench: one a size, beside the product's own, in the embedded server or that of DATABASE_URL."""

from __future__ import annotations

import json
import os
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from bench.serving import SECRET
from config.database import embedded_database_url

# `demo` is the demonstration as it is; the others are generated.
SIZES = {"demo": 0, "300": 300, "3k": 3_000, "10k": 10_000, "100k": 100_000, "1M": 1_000_000}
GIVEN = os.environ.get("DATABASE_URL", "")  # before `use` sets it for Django


def name_of(size: str) -> str:
    return f"solidaire_bench_{size.lower()}"


def url_of(database: str) -> str:
    """The address of a database of the same server, whether it exists or not."""
    return urlunsplit(urlsplit(GIVEN or embedded_database_url())._replace(path=f"/{database}"))


def use(size: str) -> str:
    """Make Django, once it is set up, work on the database of this size; returns its address."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["SECRET_KEY"] = SECRET  # that of the server, which is to know the sessions made here
    os.environ["DATABASE_URL"] = url_of(name_of(size))
    return os.environ["DATABASE_URL"]


def _run(statement: sql.Composable, *parameters: object) -> list[tuple]:
    """In the server's own database, outside any transaction."""
    connection = psycopg2.connect(url_of("postgres"))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def mark_of(database: str) -> dict | None:
    """What was loaded into it; None where it does not exist, or was not loaded to the end."""
    found = _run(sql.SQL("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"), database)
    return json.loads(found[0][0]) if found and found[0][0] else None


def mark(database: str, contents: dict) -> None:
    _run(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(database), sql.Literal(json.dumps(contents))))


def create_anew(database: str) -> None:
    name = sql.Identifier(database)
    _run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
    _run(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
