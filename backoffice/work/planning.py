"""What PostgreSQL knows of its tables, by which it plans."""

from __future__ import annotations

from django.db import connection


def count_tables_anew() -> None:
    """After a load that fills empty tables: until they are counted, PostgreSQL takes them for empty, and a search over
    places can then take minutes. Its own background counting comes a minute later at best."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
