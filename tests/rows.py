"""Rows that many tests begin with: copied aside once, then put in the place of whatever the tables hold."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from tests.hands import GUARDED, UNGUARDED, WHEN_OTHERS_REST


class Rows:
    """What the tables hold now, copied into a schema that nothing else looks at."""

    def __init__(self, schema: str, *, told: str = "") -> None:
        self.schema = schema
        self.told = told  # what was said while they were made
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
            cursor.execute(f"CREATE SCHEMA {schema}")
            names = connection.introspection.django_table_names(only_existing=True)
            self.tables = [connection.ops.quote_name(name) for name in names]
            self.filled = []
            for table in self.tables:
                cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
                if cursor.fetchone()[0]:
                    cursor.execute(f"CREATE TABLE {schema}.{table} AS TABLE {table}")
                    self.filled.append(table)

    def put_back(self) -> None:
        """Unguarded, no foreign key and no trigger looks on: in any order, and without a line in any log."""
        emptied = [f"DELETE FROM {table}" for table in self.tables]
        filled = [f"INSERT INTO {table} SELECT * FROM {self.schema}.{table}" for table in self.filled]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(WHEN_OTHERS_REST)
            cursor.execute(UNGUARDED + "; ".join([*emptied, *filled, GUARDED]))
        ContentType.objects.clear_cache()
