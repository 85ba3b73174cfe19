"""Two transactions at the same moment, each of which is right alone, close no ring of sequels together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.db import IntegrityError, OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from initiatives.models import Initiative
from tests.builders import make_initiative

MIGRATION = import_module("initiatives.migrations.0028_no_ring_by_two")


@contextmanager
def another_connection() -> Iterator[BaseDatabaseWrapper]:
    other = connections.create_connection("default")
    other.set_autocommit(False)
    try:
        yield other
    finally:
        other.close()


def follow(other: BaseDatabaseWrapper, row: Initiative, before: Initiative) -> None:
    """As far as a commit comes: written and looked at, but not seen by anyone else yet."""
    with other.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
        cursor.execute("UPDATE initiatives_initiative SET follows_id = %s WHERE id = %s", [before.pk, row.pk])
        cursor.execute("SET CONSTRAINTS initiatives_initiative_no_ring IMMEDIATE")


@pytest.fixture
def pair(transactional_db) -> tuple[Initiative, Initiative]:
    return make_initiative(), make_initiative()


def test_two_transactions_close_no_ring(pair):
    one, two = pair
    with another_connection() as here, another_connection() as there:
        follow(here, one, two)
        with pytest.raises(OperationalError, match="lock timeout"):
            follow(there, two, one)
        there.rollback()
        here.commit()
        with pytest.raises(IntegrityError, match="la suite de ce qui la suit"):
            follow(there, two, one)


def test_control_without_the_lock_they_close_one(pair):
    one, two = pair
    with connection.cursor() as cursor:
        cursor.execute(MIGRATION.REFUSE.format(lock=""))
    try:
        with another_connection() as here, another_connection() as there:
            follow(here, one, two)
            follow(there, two, one)
            here.commit()
            there.commit()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(MIGRATION.REFUSE.format(lock=MIGRATION.ONE_AT_A_TIME))
    assert {row.pk: row.follows_id for row in Initiative.objects.all()} == {one.pk: two.pk, two.pk: one.pk}
