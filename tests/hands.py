"""What someone with all rights on the database would do, and what someone without them tries."""

from __future__ import annotations

from django.db import connection

# To the end of the transaction, for a superuser alone.
UNGUARDED = "SET LOCAL session_replication_role = replica;"


def by_hand(sql: str, *values: object) -> None:
    """Triggers switched off, as only a superuser may."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
