"""Statements that are planned once for each connection give what they give when they are planned anew."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext

from backoffice.statements.planned import Given, Planned

# A sign of percent in the text, and one among what stays the same.
SQL = "SELECT n, 100 %% n, %s FROM unnest(%s::bigint[]) AS n WHERE n > %s ORDER BY n"
FOUND = [(3, 1, "5 %"), (7, 2, "5 %")]


def _statement() -> Planned:
    return Planned(SQL, ["5 %", Given(0), Given(1)])


def _outside(act: Callable[[], Any]) -> Any:
    """On a connection of its own, in no transaction."""

    def done() -> Any:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(done).result()


def _told(act: Callable[[], Any]) -> tuple[Any, list[str]]:
    """With what was sent."""
    with CaptureQueriesContext(connection) as sent:
        result = act()
    return result, [one["sql"] for one in sent.captured_queries]


def test_statement_is_planned_once_for_each_connection(db):
    planned = _statement()

    def twice() -> tuple:
        first = _told(lambda: planned.rows("default", [7, 1, 3], 2))
        second = _told(lambda: planned.rows("default", [3, 7], 1))
        with connection.cursor() as cursor:
            cursor.execute("SHOW plan_cache_mode")
            (mode,) = cursor.fetchone()
            cursor.execute("SELECT generic_plans, custom_plans FROM pg_prepared_statements")
            return first, second, mode, cursor.fetchall()

    for _ in range(2):
        (found, (prepared,)), (again, (executed,)), mode, plans = _outside(twice)
        assert found == again == FOUND
        assert prepared.startswith("PREPARE ")
        assert executed.startswith("SET LOCAL ")
        assert (mode, plans) == ("auto", [(2, 0)])  # what holds for one statement holds for no other


def test_many_and_what_is_asked_within_a_transaction_are_planned_anew(db):
    planned = _statement()
    asked = [
        _told(lambda: planned.rows("default", [7, 1, 3], 2)),
        _outside(lambda: _told(lambda: planned.rows("default", [7, 1, 3] * 200, 2)[::200])),
        _outside(lambda: _told(lambda: planned.rows_of_any("default", [7, 1, 3], 2))),
    ]
    for found, sent in asked:
        assert found == FOUND
        assert [one.partition(" ")[0] for one in sent] == ["SELECT"]


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _asked_plainly(planned: Planned) -> bool:
    found, sent = _told(lambda: planned.rows("default", [7, 1, 3], 2))
    return found == FOUND and [one for one in sent if one.startswith("SELECT ")] == [sent[-1]]


def test_session_that_changes_hands_is_asked_plainly(db):
    """As poolers do that were not told to keep it for one."""
    planned = _statement()

    def changes_hands() -> tuple[bool, ...]:
        before = _asked_plainly(planned)
        _execute("DEALLOCATE ALL")
        return before, _asked_plainly(planned), _asked_plainly(_statement())

    assert _outside(changes_hands) == (False, True, True)


def test_session_in_which_somebody_prepared_the_same_is_asked_plainly(db):
    planned = _statement()
    _, (sent,) = _outside(lambda: _told(lambda: planned.rows("default", [], 0)))
    prepared = sent.partition("; ")[0]

    def is_there_already() -> tuple[bool, ...]:
        _execute(prepared)
        return _asked_plainly(planned), _asked_plainly(planned)

    assert _outside(is_there_already) == (True, True)


def test_what_the_database_refuses_is_raised(db):
    def refused() -> list:
        with pytest.raises(DataError):
            Planned("SELECT 1 / %s::int", [Given(0)]).rows("default", 0)
        return Planned("SELECT 1 / %s::int", [Given(0)]).rows("default", 1)

    assert _outside(refused) == [(1,)]
