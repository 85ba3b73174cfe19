"""What is read once of all that is public is as fresh as the database, and never older."""

from __future__ import annotations

import pytest
from django.db import transaction

from directory.changes import everything_changed
from directory.keeping import kept
from directory.keeping.kept import Kept
from initiatives.models import Initiative
from tests.builders import make_initiative
from tests.directory.index.beginning import begin_anew

pytestmark = pytest.mark.django_db(transaction=True)


class Titles:
    """Reads the titles of all that is public, and counts how often."""

    def __init__(self) -> None:
        self.readings = 0
        self.kept = Kept(self.read, self.taken_in)

    def read(self) -> dict[int, str]:
        self.readings += 1
        return dict(Initiative.objects.published().values_list("pk", "title"))

    def taken_in(self, titles: dict[int, str], initiatives: frozenset[int]) -> dict[int, str]:
        return titles | dict(Initiative.objects.filter(pk__in=initiatives).values_list("pk", "title"))


@pytest.fixture
def titles(monkeypatch):
    begin_anew(monkeypatch)
    made = Titles()
    yield made
    made.kept.wait()


def test_nothing_is_known_until_it_is_read_beside_the_request(titles):
    row = make_initiative("Masques")
    assert titles.kept.now() is None
    titles.kept.wait()
    assert titles.kept.now() == {row.pk: "Masques"}
    assert titles.readings == 1


def test_who_waits_is_answered_at_once(titles):
    row = make_initiative("Masques")
    assert titles.kept.now(waits=lambda: True) == {row.pk: "Masques"}


def test_change_is_taken_in_by_who_meets_it(titles, django_assert_num_queries):
    row = make_initiative("Masques")
    titles.kept.now(waits=lambda: True)
    Initiative.objects.update(title="Visières")
    assert titles.kept.now() == {row.pk: "Visières"}
    with django_assert_num_queries(1):  # the log
        assert titles.kept.now() == {row.pk: "Visières"}
    assert titles.readings == 1


def test_all_is_read_anew_where_much_or_everything_changed(titles, monkeypatch):
    row = make_initiative("Masques")
    titles.kept.now(waits=lambda: True)
    everything_changed()
    assert titles.kept.now() is None
    titles.kept.wait()
    monkeypatch.setattr(kept, "MOST_AT_ONCE", 0)
    Initiative.objects.update(title="Visières")
    assert titles.kept.now(waits=lambda: True) == {row.pk: "Visières"}
    assert titles.readings == 3


def test_all_is_read_anew_once_it_is_old_and_serves_meanwhile(titles, monkeypatch):
    make_initiative("Masques")
    titles.kept.now(waits=lambda: True)
    monkeypatch.setattr(kept, "READ_AGAIN", -1)
    assert titles.kept.now() is not None
    titles.kept.wait()
    assert titles.readings == 2


def test_failure_is_told_and_not_tried_again_at_once(titles, caplog):
    make_initiative("Masques")
    titles.kept._read = lambda: 1 / 0
    assert titles.kept.now() is None
    titles.kept.wait()
    assert "n’a pas pu être lu" in caplog.text
    titles.kept._read = titles.read
    assert titles.kept.now() is None
    titles.kept.wait()
    assert titles.readings == 0


def test_transaction_is_told_apart():
    assert not kept.is_writing()
    with transaction.atomic():
        assert kept.is_writing()
