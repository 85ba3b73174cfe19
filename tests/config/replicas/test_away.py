"""What is said when the database is away, with one database only; test_machines.py takes real ones away."""

import pytest
from django.db import OperationalError, connection, connections, transaction

from config.replicas.standbys import LEFT_ALONE, Standbys, State
from tests.machines import free_port


def refuse(*arguments):
    raise OperationalError


def test_public_page_without_database_says_so_and_where_to_call(client, db):
    with connection.execute_wrapper(refuse):
        response = client.get("/initiatives/")
    assert response.status_code == 503
    assert (response["Retry-After"], response["Cache-Control"]) == ("10", "no-store")
    assert 'href="tel:112"' in response.content.decode()
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_what_was_sent_without_database_is_told_to_be_unsaved(client, db):
    with connection.execute_wrapper(refuse):
        response = client.post("/admin/login/", {"username": "redaction", "password": "un mot de passe"})
    assert response.status_code == 503
    assert "n’est pas enregistré" in response.content.decode()


def test_database_that_only_reads_is_told_by_the_back_office(client, db):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        assert client.get("/initiatives/").status_code == 200
        response = client.post("/admin/login/", {"username": "inconnue", "password": "un mot de passe"})
        transaction.set_rollback(True)
    assert response.status_code == 503


def test_session_that_cannot_be_read_is_told_in_words(client, editor):
    """Between two views nothing catches it but the answer to whatever fails."""
    client.force_login(editor)
    client.raise_request_exception = False
    with connection.execute_wrapper(refuse):
        response = client.get("/admin/")
    assert (response.status_code, response["Retry-After"]) == (503, "10")


def test_other_faults_stay_faults(client, db):
    def break_down(*arguments):
        raise ZeroDivisionError

    client.raise_request_exception = False
    with connection.execute_wrapper(break_down):
        assert client.get("/initiatives/").status_code == 500


@pytest.fixture
def gone(monkeypatch):
    """A database at an address where nothing listens."""
    told = {**connections.settings["default"], "HOST": "127.0.0.1", "PORT": str(free_port())}
    monkeypatch.setitem(connections.settings, "replica1", told)
    yield "replica1"
    del connections["replica1"]


def test_lost_standby_is_left_alone_for_a_while(gone, monkeypatch, django_db_setup, django_db_blocker):
    now = [0.0]
    standbys = Standbys(clock=lambda: now[0])
    with django_db_blocker.unblock():
        assert standbys.state(gone) is State.LOST
        assert standbys.in_order() == ["default"]
        # It answers again at once; it is not asked before its time.
        monkeypatch.setitem(connections.settings, gone, connections.settings["default"])
        del connections[gone]
        now[0] = LEFT_ALONE - 1
        assert not standbys.answers(gone)
        now[0] = LEFT_ALONE + 1
        assert standbys.answers(gone)
        assert standbys.in_order() == [gone, "default"]  # what is no standby is never late
        connections[gone].close()
