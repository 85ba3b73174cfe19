"""Two editors publish at the same moment, on two real connections. With the lock off the same test fails."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import QuerySet

from bulletins.models import Bulletin
from bulletins.refusals import BulletinRefusal
from bulletins.services import publish_bulletin
from tests.builders import make_user
from tests.bulletins.issues import make_draft

pytestmark = pytest.mark.django_db(transaction=True)  # rows that other connections see

PATIENCE = 10  # seconds, against a test that would hang


def test_two_publications_at_once_get_two_numbers():
    first, second, refusals = _publish_both(make_draft(), make_draft(), by=make_user())
    assert refusals == []
    assert (first.number, second.number, second.series.last_number) == (1, 2, 2)


def test_without_the_lock_the_second_publication_fails(monkeypatch):
    """Control: both then read the same counter, and only the UNIQUE constraint is left to refuse the second."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    first, second, refusals = _publish_both(make_draft(), make_draft(), by=make_user())
    assert (first.number, second.number) == (1, None)
    assert [type(refusal).__name__ for refusal in refusals] == ["NumberTaken"]


def _publish_both(first: Bulletin, second: Bulletin, *, by: User) -> tuple[Bulletin, Bulletin, list[Exception]]:
    """The first publication stays open until the second waits for it."""
    opened, refusals = threading.Event(), []

    def hold_open() -> None:
        with transaction.atomic():
            publish_bulletin(bulletin=first, by=by)
            opened.set()
            _wait_until_someone_is_blocked()

    def follow() -> None:
        assert opened.wait(PATIENCE)
        publish_bulletin(bulletin=second, by=by)

    threads = [threading.Thread(target=_on_own_connection, args=(act, refusals)) for act in (hold_open, follow)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    for bulletin in (first, second):
        bulletin.refresh_from_db()
        bulletin.series.refresh_from_db()
    return first, second, refusals


def _on_own_connection(act: Callable[[], None], refusals: list[Exception]) -> None:
    try:
        act()
    except BulletinRefusal as refusal:
        refusals.append(refusal)
    finally:
        connection.close()


def _wait_until_someone_is_blocked() -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # otherwise one view for the whole transaction
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("La seconde publication n’a pas attendu la première.")
