"""The index of a process: made beside the requests, as fresh as PostgreSQL, whole in every thread."""

from __future__ import annotations

import gc
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection, connections, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.changes import everything_changed
from directory.finding.filters import DirectoryFilter
from directory.index import standing
from directory.index.answers import IndexedFilter
from directory.index.standing import Standing, searched
from initiatives.models import Initiative
from tests.builders import make_initiative
from tests.directory.index.beginning import begin_anew

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def index(settings, tmp_path, monkeypatch):
    settings.DIRECTORY_INDEX = "on"
    settings.KEPT_PAGES_BYTES = 0  # pages are made, not found
    settings.DIRECTORY_INDEX_FILE = str(tmp_path / "directory")
    made = begin_anew(monkeypatch)
    yield made
    made.wait()


def test_database_answers_until_the_index_stands(index, client):
    row = make_initiative("Masques")
    assert type(searched(QueryDict(""))) is DirectoryFilter
    index.wait()
    chosen = searched(QueryDict("q=masques"))
    assert (type(chosen), chosen.keys(0, 9)) == (IndexedFilter, [row.pk])
    page = client.get(reverse("initiatives:directory"), {"q": "masques"}).content.decode()
    assert page.count(row.get_absolute_url()) == 1


def test_next_request_sees_what_was_committed(index, client):
    make_initiative("Masques")
    index.state()
    index.wait()
    url = reverse("initiatives:directory")
    assert "<mark>Visières</mark>" not in client.get(url, {"q": "visières"}).content.decode()
    Initiative.objects.update(title="Visières")
    assert "<mark>Visières</mark>" in client.get(url, {"q": "visières"}).content.decode()


def test_sets_are_not_looked_through_for_garbage(index):
    index.state()
    before = gc.get_freeze_count()
    index.wait()
    assert gc.get_freeze_count() > before


@pytest.mark.parametrize(("query", "count"), [("", 1), ("?q=masques", 2), ("?theme=protection", 1)])
def test_page_asks_for_the_log_and_its_rows_alone(index, client, query, count):
    """One look at the log; with words the bulletins that tell them. The territory is at hand since the last page, but
    where somebody else on this server has committed since."""
    make_initiative("Masques")
    index.state()
    index.wait()
    url = reverse("initiatives:directory") + query
    for _ in range(2):  # whoever was behind has caught up
        client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    assert len([one for one in asked if "communes_territory" not in one["sql"]]) == count


def test_transaction_is_answered_by_the_database(index):
    make_initiative("Masques")
    index.state()
    index.wait()
    assert index.state() is not None
    with transaction.atomic():
        assert index.state() is None
        Initiative.objects.update(title="Visières")
        assert searched(QueryDict("q=visières")).count() == 1
        transaction.set_rollback(True)
    assert searched(QueryDict("q=visières")).count() == 0


def test_switch_and_size_decide(index, settings):
    make_initiative("Masques")
    settings.DIRECTORY_INDEX, settings.DIRECTORY_INDEX_FROM = "auto", 2
    assert index.state() is None
    index.wait()
    assert index.state() is None  # too small, and not looked at again for a while
    settings.DIRECTORY_INDEX_FROM = 1
    other = Standing()
    other.state()
    other.wait()
    assert other.state() is not None
    settings.DIRECTORY_INDEX = "off"
    assert other.state() is None


def test_emptied_log_makes_the_index_anew(index):
    make_initiative("Masques")
    index.state()
    index.wait()
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("TRUNCATE directory_change")
    assert index.state() is None
    index.wait()
    assert len(index.state().alive) == 1


def test_everything_is_read_anew_where_somebody_was_erased(index, settings):
    """An index that takes in a change goes on holding the words of before, and so does its file."""

    def held() -> list[bool]:
        words = index._index.state.sets.families["word"]
        return ["zorg" in words, b"zorg" in Path(settings.DIRECTORY_INDEX_FILE).read_bytes()]

    make_initiative("Masques de Zorg")
    index.state()
    index.wait()
    Initiative.objects.update(title="Masques")
    assert index.state() is not None
    assert held() == [True, True]  # the control: nobody finds it, and it is there
    everything_changed()
    index.state()
    index.wait()
    assert held() == [False, False]


def test_file_that_was_written_while_somebody_was_erased_is_taken_away(index, settings, monkeypatch):
    make_initiative("Masques de Zorg")
    store = standing.store

    def store_late(*arguments) -> None:
        store(*arguments)
        everything_changed()

    monkeypatch.setattr(standing, "store", store_late)
    index.state()
    index.wait()
    assert not Path(settings.DIRECTORY_INDEX_FILE).exists()
    monkeypatch.setattr(standing, "store", store)
    index._not_before = 0.0
    index.state()
    index.wait()
    assert len(index.state().alive) == 1


def test_next_process_takes_the_file(index, monkeypatch):
    make_initiative("Masques")
    index.state()
    index.wait()
    make_initiative("Masques tardifs")
    monkeypatch.setattr("directory.index.current.read_all", None)  # must not be asked
    other = Standing()
    assert other.prepare()
    assert len(other.state().alive) == 2


def test_child_process_goes_on(index):
    make_initiative("Masques")
    index.state()
    index.wait()
    index.forked()
    assert index.state() is not None
    index._index._lock.acquire()  # another thread of the parent was writing
    index.forked()
    assert index.state() is None


def test_threads_see_whole_moments(index):
    """Two initiatives of which one is public at any moment: nobody ever counts none or two."""
    rows = [make_initiative("Masques"), make_initiative("Masques")]
    public = {"status": "published"}
    hidden = {"status": "approved", "approved_at": rows[0].published_at, "approved_by": rows[0].published_by}
    Initiative.objects.filter(pk=rows[1].pk).update(**hidden)
    index.state()
    index.wait()
    seen: list[tuple[int, int]] = []

    def look() -> None:
        try:
            for _ in range(40):
                chosen = searched(QueryDict("q=masques"))
                themes = sum(count for _, _, count, *_ in chosen.option_counts("theme"))
                seen.append((len(chosen.keys(0, 9)), themes))
        finally:
            connections.close_all()

    threads = [Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(20):
        with transaction.atomic():
            Initiative.objects.filter(pk=rows[turn % 2].pk).update(**hidden)
            Initiative.objects.filter(pk=rows[1 - turn % 2].pk).update(**public)
    for thread in threads:
        thread.join()
    assert set(seen) == {(1, 1)}
    assert len(seen) == 120
