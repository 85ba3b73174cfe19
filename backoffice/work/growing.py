"""Triggers for migrations: tables that are never emptied, histories that only grow.

The functions they call are those of the migration `backoffice.0007`. A migration that must rewrite a history itself
disables the trigger of that table first, and enables it again.
"""

from __future__ import annotations

from django.db.migrations import RunSQL


def never_emptied(*tables: str) -> RunSQL:
    """TRUNCATE is refused."""
    return RunSQL(
        sql=";\n".join(
            f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION backoffice_refuse_emptying()"
            for table in tables
        ),
        reverse_sql=";\n".join(f"DROP TRIGGER {table}_never_emptied ON {table}" for table in tables),
    )


def only_grows(*tables: str, erased_with: str = "") -> RunSQL:
    """UPDATE may only mask words. DELETE is refused, but once the row of the table `erased_with` is gone."""
    argument = f"'{erased_with}'" if erased_with else ""
    return RunSQL(
        sql=";\n".join(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION backoffice_history_grows({argument})"
            for table in tables
        ),
        reverse_sql=";\n".join(f"DROP TRIGGER {table}_only_grows ON {table}" for table in tables),
    )
