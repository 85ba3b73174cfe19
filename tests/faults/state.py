"""What stands in the database, row by row, and what an act changed of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.db import connection

from backoffice.work.soundness import verify

# What requests and the worker note for themselves: no act of anybody.
NOISE = ("django_session", "axes_", "backoffice_periodicwork", "backoffice_opensession", "django_migrations", "kept_")
QUEUE = "django_tasks_database_dbtaskresult"

State = dict[str, dict[str, dict[str, Any]]]
Change = Counter[tuple[str, str, frozenset[str]]]

HALF = {
    "brouillon qui porte la marque d’une parution": "SELECT pk FROM (SELECT id AS pk FROM bulletins_bulletin "
    "WHERE status = 'draft' AND (published_at IS NOT NULL OR published_by_id IS NOT NULL)) one",
    "bulletin paru sans édition": "SELECT id FROM bulletins_bulletin b WHERE status <> 'draft' "
    "AND NOT EXISTS (SELECT FROM bulletins_edition e WHERE e.bulletin_id = b.id)",
    "édition d’un brouillon": "SELECT e.id FROM bulletins_edition e JOIN bulletins_bulletin b ON b.id = e.bulletin_id "
    "WHERE b.status = 'draft'",
    "numéro sauté ou pris deux fois": "SELECT series_id FROM bulletins_bulletin WHERE number IS NOT NULL "
    "GROUP BY series_id HAVING count(DISTINCT number) <> count(*) OR max(number) - min(number) + 1 <> count(*)",
    "parution programmée d’un bulletin paru": "SELECT s.id FROM bulletins_schedule s "
    "JOIN bulletins_bulletin b ON b.id = s.bulletin_id WHERE s.status = 'pending' AND b.status <> 'draft'",
    "import accepté sans bulletin": "SELECT id FROM documents_documentimport WHERE status = 'accepted' "
    "AND bulletin_id IS NULL",
}


def state_of(url: str) -> State:
    """Every row of every table by its key, but for what nobody did."""
    with _reading(url) as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name FROM information_schema.key_column_usage c "
            "JOIN information_schema.table_constraints t USING (constraint_name, table_name) "
            "WHERE t.constraint_type = 'PRIMARY KEY' AND t.table_schema = 'public' ORDER BY 1"
        )
        keys = {table: column for table, column in cursor.fetchall() if not table.startswith(NOISE)}
        cursor.execute(
            " UNION ALL ".join(
                f'SELECT \'{table}\', "{column}"::text, to_jsonb(one) FROM "{table}" one'
                for table, column in keys.items()
            )
        )
        state: State = {}
        for table, key, row in cursor.fetchall():
            state.setdefault(table, {})[key] = row
        return state


def change(before: State, after: State) -> Change:
    """How many rows of each table came, went, or were altered, and in which columns: the shape of what was done."""
    return Counter(_changes(before, after))


def _changes(before: State, after: State) -> Iterator[tuple[str, str, frozenset[str]]]:
    for table in before.keys() | after.keys():
        old, new = before.get(table, {}), after.get(table, {})
        yield from ((table, "came", frozenset()) for _ in new.keys() - old.keys())
        yield from ((table, "went", frozenset()) for _ in old.keys() - new.keys())
        if table == QUEUE:
            continue  # how far the worker has come is its own affair
        for key in old.keys() & new.keys():
            if columns := frozenset(name for name in new[key] if new[key][name] != old[key].get(name)):
                yield table, "altered", columns


def half_done(url: str) -> list[str]:
    """What may never be, whatever happened, in the words of a person; asked of the site's own verification too."""
    with _reading(url) as cursor:
        found = []
        for words, sql in HALF.items():
            cursor.execute(sql)
            found += [words] if cursor.fetchall() else []
    try:
        return found + [sentence for outcome in verify() for sentence in outcome.told]
    finally:
        connection.close()  # the database is thrown away between two faults


def mails_believed(url: str) -> bool:
    """Whether the worker has noted a mail as sent."""
    with _reading(url) as cursor:
        cursor.execute(f"SELECT 1 FROM {QUEUE} WHERE status = 'SUCCESSFUL' AND task_path LIKE '%tell_planner'")
        return cursor.fetchone() is not None


@contextmanager
def _reading(url: str) -> Iterator[Any]:
    own = psycopg2.connect(url)
    try:
        yield own.cursor()
    finally:
        own.close()
