"""What someone with all rights on the database would do, and what someone without them tries."""

from __future__ import annotations

from django.db import connection

# To the end of the transaction, for a superuser alone.
UNGUARDED = "SET LOCAL session_replication_role = replica;"
GUARDED = "SET LOCAL session_replication_role = DEFAULT;"

# A page that a browser had just asked for may still be read: emptying the tables beside it would end in a deadlock.
WHEN_OTHERS_REST = """
DO $$ BEGIN
  FOR beat IN 1..250 LOOP
    PERFORM pg_stat_clear_snapshot();
    EXIT WHEN NOT EXISTS (
      SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
    );
    PERFORM pg_sleep(0.02);
  END LOOP;
END $$;
"""


def by_hand(sql: str, *values: object) -> None:
    """Triggers switched off, as only a superuser may."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
