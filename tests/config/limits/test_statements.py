"""Statements are cut by PostgreSQL itself, in real requests, and what was cut is told in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from config.limits.kinds import Kind
from config.limits.statements import hold
from directory.finding.filters import DirectoryFilter
from initiatives.models import Initiative
from tests.builders import make_initiative, make_territory

SHORT = {Kind.PUBLIC: 0.05, Kind.FILE: 30, Kind.OFFICE: 30}


@pytest.fixture(autouse=True)
def _own_connection(transactional_db) -> Iterator[None]:
    """The limits stay with the session of PostgreSQL: the one of these tests begins and ends with them."""
    connection.close()
    yield
    hold(Kind.PUBLIC)  # without limits again
    connection.close()


@pytest.fixture
def slow(monkeypatch):
    """The directory asks something slow, as a bad plan would."""
    ordered = DirectoryFilter.ordered

    def slowly(chosen):
        return ordered(chosen).extra(where=["pg_sleep(0.4) IS NOT NULL"])

    monkeypatch.setattr(DirectoryFilter, "ordered", slowly)


def limits() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
        return cursor.fetchone()


def test_slow_search_is_cut_and_says_what_to_drop(client, settings, slow):
    make_initiative("Masques")
    settings.STATEMENT_SECONDS = SHORT
    response = client.get("/initiatives/?q=masques")
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "10", "no-store")
    assert "Cette recherche a demandé trop de temps" in response.text
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_control_without_limit_the_same_search_answers(client, slow):
    make_initiative("Masques")
    response = client.get("/initiatives/?q=masques")
    assert (response.status_code, "Masques" in response.text) == (200, True)


def test_file_has_a_limit_of_its_own(client, settings, slow):
    make_initiative("Masques")
    settings.STATEMENT_SECONDS = SHORT
    assert client.get("/initiatives/").status_code == 503
    response = client.get("/initiatives.csv")
    assert (response.status_code, "Masques" in response.text) == (200, True)


def test_each_kind_holds_its_connection(client, settings):
    settings.STATEMENT_SECONDS = {Kind.PUBLIC: 2, Kind.FILE: 60, Kind.OFFICE: 20}
    found = {}
    for path in ("/", "/initiatives.csv", "/admin/login/", "/"):
        assert client.get(path).status_code == 200
        found[path] = limits()
    assert found == {"/": ("2s", "1s"), "/initiatives.csv": ("1min", "30s"), "/admin/login/": ("20s", "10s")}


def test_connection_that_went_away_is_opened_anew(client, settings):
    settings.STATEMENT_SECONDS = SHORT | {Kind.PUBLIC: 2}
    client.get("/")
    with connections.create_connection("default").temporary_connection() as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    settings.STATEMENT_SECONDS = SHORT | {Kind.PUBLIC: 2, Kind.OFFICE: 20}
    assert client.get("/admin/login/").status_code == 200
    assert limits() == ("20s", "10s")


def test_limits_ask_no_query_more(client, settings):
    make_territory()
    counts = []
    for held in (None, SHORT | {Kind.PUBLIC: 30}):
        settings.STATEMENT_SECONDS = held
        client.get("/accessibilite/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/initiatives/?page={len(counts) + 2}")  # not the page that was kept just now
        # The territory is read again where somebody else on this server has committed meanwhile.
        counts.append(len([one for one in queries if "communes_territory" not in one["sql"]]))
    assert counts[0] == counts[1] > 1


def test_row_that_another_one_holds_is_waited_for_briefly(client, settings, editor, caplog):
    row = make_initiative(published=False)
    client.force_login(editor)
    settings.STATEMENT_SECONDS = SHORT | {Kind.OFFICE: 0.4}
    other = connections.create_connection("default")
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLE initiatives_initiative IN ACCESS EXCLUSIVE MODE")
        response = client.get(f"/admin/initiatives/initiative/{row.pk}/change/")
    finally:
        other.rollback()
        other.close()
    assert response.status_code == 503
    assert "Quelqu’un d’autre enregistre au même moment" in response.text
    assert "LockNotAvailable" in caplog.text
    assert Initiative.objects.count() == 1
