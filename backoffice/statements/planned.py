"""Statements that PostgreSQL reads and plans once for each connection.

To read and plan a statement over twenty tables takes several times as long as to find what it asks for. Prepared, it is
planned once, for whatever few keys it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from psycopg2.errors import DuplicatePreparedStatement, InvalidSqlStatementName
from psycopg2.extensions import AsIs


class Given(NamedTuple):
    """Stands among the parameters for what differs from one time to the next."""

    place: int


KEYS = Given(0)  # most often all that differs
FEW = 500  # keys, of which a plan that was made for any is a good one
# By connection of the driver: the names of what was prepared on it; None where that cannot be relied on.
_prepared: WeakKeyDictionary[Any, set[str] | None] = WeakKeyDictionary()


class Planned:
    """`sql` has `%s` for each of the parameters. The others than `Given` are the same each time and stay in the plan,
    so that an index over part of a table is found."""

    def __init__(self, sql: str, parameters: Sequence[Any]) -> None:
        self.sql, self.parameters = sql, parameters
        self._fixed: tuple[str, str] | None = None

    def rows(self, using: str, *given: Any) -> list[tuple]:
        """One query. Of many keys it is planned anew; so it is within a transaction, which may not be spoilt by a name
        that is not known."""
        wrapper = connections[using]
        are_few = all(len(one) <= FEW for one in given if isinstance(one, list))
        with wrapper.cursor() as cursor:
            names = _prepared.setdefault(wrapper.connection, set()) if are_few and wrapper.autocommit else None
            if names is None:
                return self._planned_anew(cursor, given)
            try:
                return self._executed(cursor, names, given)
            except DatabaseError as error:
                if not isinstance(error.__cause__, (DuplicatePreparedStatement, InvalidSqlStatementName)):
                    raise
                # Something between here and the database gives the same session to several.
                _prepared[wrapper.connection] = None
                return self._planned_anew(cursor, given)

    def rows_of_any(self, using: str, *given: Any) -> list[tuple]:
        """The same, planned anew for what is given: where one plan does not serve all."""
        with connections[using].cursor() as cursor:
            return self._planned_anew(cursor, given)

    def _planned_anew(self, cursor: CursorWrapper, given: Sequence[Any]) -> list[tuple]:
        values = [given[one.place] if isinstance(one, Given) else one for one in self.parameters]
        cursor.execute(self.sql, values)
        return cursor.fetchall()

    def _executed(self, cursor: CursorWrapper, names: set[str], given: Sequence[Any]) -> list[tuple]:
        """All in one message: the setting ends with it. Left to choose, PostgreSQL plans anew each time, as it thinks
        that ten keys will be given."""
        text, name = self._fixed = self._fixed or self._named(cursor)
        asked = f"EXECUTE {name}({', '.join(['%s'] * len(given))})"
        prepared = "" if name in names else f"PREPARE {name} AS {text}; "
        names.add(name)
        cursor.execute(f"{prepared}SET LOCAL plan_cache_mode = force_generic_plan; {asked}", given)
        return cursor.fetchall()

    def _named(self, cursor: CursorWrapper) -> tuple[str, str]:
        """The statement as it is prepared, its signs of percent doubled again, and the name, which tells its text."""
        values = [AsIs(f"${one.place + 1}") if isinstance(one, Given) else one for one in self.parameters]
        text = cursor.mogrify(self.sql, values).decode()
        name = f"solidaire_{blake2b(text.encode(), digest_size=12).hexdigest()}"
        return text.replace("%", "%%"), name


def among(rows: QuerySet, column: str, keys: Given = KEYS) -> QuerySet:
    """Those of which the column, as SQL names it, holds one of the keys."""
    return rows.filter(RawSQL(f"{column} = ANY(%s)", [keys], output_field=BooleanField()))
