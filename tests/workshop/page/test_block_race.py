"""Two people save at the same moment, on two real connections. With the lock off one text would be lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import QuerySet

from bulletins.models import Bulletin
from tests.builders import make_bulletin, make_user
from workshop.page.blocks import StaleBlock, write_block

pytestmark = pytest.mark.django_db(transaction=True)  # rows that other connections see

PATIENCE = 10  # seconds, against a test that would hang
BEFORE = {"introduction": "Bonjour.", "closing": ""}


def test_of_two_texts_in_one_block_the_second_is_refused():
    bulletin, refused = _write_both("introduction", "introduction")
    assert (bulletin.introduction, bulletin.version) == ("Premier texte.", 2)
    assert [type(refusal).__name__ for refusal in refused] == ["StaleBlock"]


def test_of_two_blocks_saved_at_once_both_are_kept():
    bulletin, refused = _write_both("introduction", "closing")
    assert (bulletin.introduction, bulletin.closing, bulletin.version) == ("Premier texte.", "Second texte.", 3)
    assert refused == []


def test_without_the_lock_a_text_is_lost(monkeypatch):
    """Control: both then read the row as it was, and the second writes over the first without knowing."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    bulletin, refused = _write_both("introduction", "introduction")
    assert (bulletin.introduction, refused) == ("Second texte.", [])


def _write_both(first: str, second: str) -> tuple[Bulletin, list[Exception]]:
    """The first save stays open until the second waits for it."""
    bulletin, by = make_bulletin(introduction=BEFORE["introduction"]), make_user()
    opened, refused = threading.Event(), []

    def hold_open() -> None:
        with transaction.atomic():
            _write(bulletin, first, "Premier texte.", by)
            opened.set()
            _wait_until_someone_is_blocked()

    def follow() -> None:
        assert opened.wait(PATIENCE)
        _write(bulletin, second, "Second texte.", by)

    threads = [threading.Thread(target=_on_own_connection, args=(act, refused)) for act in (hold_open, follow)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    bulletin.refresh_from_db()
    return bulletin, refused


def _write(bulletin: Bulletin, field: str, text: str, by: User) -> None:
    key = f"bulletin-{bulletin.pk}-{field}"
    write_block(bulletin=bulletin, key=key, text=text, opened_on=BEFORE[field], by=by)


def _on_own_connection(act: Callable[[], None], refused: list[Exception]) -> None:
    try:
        act()
    except StaleBlock as refusal:
        refused.append(refusal)
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
    raise AssertionError("Le second enregistrement n’a pas attendu le premier.")
