"""One network takes no more than its share, and is told when it may go on; the others notice nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.http import StreamingHttpResponse
from django.test import RequestFactory
from django.utils import timezone

from backoffice.access.network import shortened_network
from backoffice.models import JournalLine
from config.limits.noting import MOST_AN_HOUR, Noted
from config.limits.visits import EXPORT, FILE, PAGE, PICTURE, SEARCH, Buckets, Turns, TurnsMiddleware, weight_of
from tests.builders import make_initiative, make_territory

HERE, THERE = "192.0.2.7", "198.51.100.7"


@pytest.fixture
def ten(settings) -> None:
    settings.VISITS_PER_MINUTE = 10


def test_network_that_asks_for_too_much_waits_and_others_do_not(db, client, ten):
    make_territory(press_phone="+33321212000")
    statuses = [client.get("/accessibilite/", REMOTE_ADDR=HERE).status_code for _ in range(10)]
    assert statuses == [200] * 10
    response = client.get("/accessibilite/", REMOTE_ADDR="192.0.2.200")  # the same network
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 6
    assert response["Cache-Control"] == "no-store"
    assert "Trop de pages demandées d’un coup" in response.text
    assert "03\u00a021\u00a021\u00a020\u00a000" in response.text
    assert client.get("/accessibilite/", REMOTE_ADDR=THERE).status_code == 200


def test_refused_network_is_told_once_an_hour_in_the_journal(db, client, ten):
    for address in (HERE, "192.0.2.200", THERE):
        for _ in range(14):
            client.get("/accessibilite/", REMOTE_ADDR=address)
    lines = JournalLine.objects.filter(kind="visits_refused").order_by("pk")
    told = [(line.network, line.who, line.told) for line in lines]
    words = "plus de 10 demandes en une minute"
    assert told == [("192.0.2.x", "non connecté", words), ("198.51.100.x", "non connecté", words)]


def test_journal_is_asked_once_an_hour_and_not_filled(db, rf, settings, django_assert_num_queries):
    now = [0.0]
    noted = Noted(clock=lambda: now[0])

    def refuse(address):
        noted.note(rf.get("/", REMOTE_ADDR=address), shortened_network(address), told="trop")

    JournalLine.objects.create(
        kind="visits_refused", who="non connecté", network="192.0.2.x", at=timezone.now() - timedelta(hours=2)
    )
    with django_assert_num_queries(2):
        refuse(HERE)
    with django_assert_num_queries(0):
        refuse(HERE)
    with django_assert_num_queries(1):  # another process finds the line of this one
        Noted().note(rf.get("/", REMOTE_ADDR=HERE), "192.0.2.x", told="trop")
    for number in range(MOST_AN_HOUR + 5):
        refuse(f"10.0.{number}.7")
    lines = JournalLine.objects.filter(kind="visits_refused").order_by("pk")
    assert lines.count() == 1 + MOST_AN_HOUR
    assert "ne sont plus écrits" in lines.last().told
    with django_assert_num_queries(0):  # the hour is full: it is asked again in a minute
        refuse("10.1.1.7")
    now[0] = 61
    with django_assert_num_queries(1):
        refuse("10.1.1.7")


def test_refusal_is_answered_while_the_database_is_away(client, ten, caplog, db):
    def away(*args):
        raise OperationalError

    for _ in range(10):
        client.get("/accessibilite/", REMOTE_ADDR=HERE)
    with connection.execute_wrapper(away):
        assert client.get("/accessibilite/", REMOTE_ADDR=HERE).status_code == 429
    assert "non écrit au journal" in caplog.text
    assert not JournalLine.objects.filter(kind="visits_refused").exists()


def test_control_without_limit_nobody_waits(db, client):
    assert {client.get("/accessibilite/", REMOTE_ADDR=HERE).status_code for _ in range(12)} == {200}


def test_who_watches_the_site_is_never_refused(db, client, ten):
    for path in ("/healthz", "/robots.txt"):
        assert {client.get(path, REMOTE_ADDR=HERE).status_code for _ in range(12)} == {200}


def test_what_is_sent_is_told_to_be_kept_by_the_browser(db, client, ten):
    for _ in range(10):
        client.get("/accessibilite/")
    response = client.post("/admin/login/", {"username": "a"})
    assert response.status_code == 429
    assert "Revenez en arrière" in response.text


def test_an_export_weighs_more_than_a_limit_that_is_small(db, client, ten):
    make_initiative()
    assert [client.get("/initiatives.csv").status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize(
    ("path", "weight"),
    [
        ("/", PAGE),
        ("/initiatives/?theme=soignants", PAGE),
        ("/initiatives/?q=masques", SEARCH),
        ("/suggestions/?q=mas", SEARCH),
        ("/initiatives.csv", EXPORT),
        ("/initiatives-chiffres.csv", EXPORT),
        ("/initiatives.geojson?q=a", EXPORT),
        ("/bulletins/7.pdf", FILE),
        ("/images/0a-320.webp", PICTURE),
        ("/admin/initiatives/initiative/?q=masques", PAGE),
        ("/healthz", 0),
    ],
)
def test_what_costs_more_weighs_more(path, weight):
    assert weight_of(RequestFactory().get(path)) == weight


def test_bucket_fills_again_evenly():
    now = [0.0]
    buckets = Buckets(clock=lambda: now[0])
    assert [buckets.take("a", 1, per_minute=60) for _ in range(61)] == [0] * 60 + [1]
    now[0] = 2
    assert [buckets.take("a", 1, per_minute=60) for _ in range(3)] == [0, 0, 1]
    now[0] = 3600
    assert buckets.take("a", 60, per_minute=60) == 0
    assert buckets.take("a", 60, per_minute=60) == 60


def test_buckets_take_a_bounded_memory():
    buckets = Buckets(clock=lambda: 0.0, most_networks=3)
    for name in "abcda":
        buckets.take(name, 1, per_minute=60)
    assert list(buckets.left) == ["c", "d", "a"]


def test_files_are_made_a_few_at_once_and_one_less_for_one_network():
    turns = Turns()
    assert turns.take(HERE, most=2)
    assert not turns.take(HERE, most=2, patience=0.01)
    assert turns.take(THERE, most=2)
    assert not turns.take("203.0.113.7", most=2, patience=0.01)
    turns.give_back(HERE)
    assert turns.take("203.0.113.7", most=2)
    for network in (THERE, "203.0.113.7"):
        turns.give_back(network)
    assert not turns.held


def test_long_answer_holds_its_turn_until_it_was_sent_or_given_up(db, settings):
    settings.FILES_AT_ONCE = 1
    middleware = TurnsMiddleware(lambda request: StreamingHttpResponse(iter(["a", "b"])))
    first = middleware(RequestFactory().get("/initiatives.csv"))
    assert next(iter(first)) == b"a"
    assert middleware.turns.held.total() == 1
    first.close()
    second = middleware(RequestFactory().get("/initiatives.csv"))
    assert b"".join(second) == b"ab"
    second.close()
    second.close()
    assert middleware.turns.held.total() == 0


def test_file_that_is_one_too_many_is_told_when_to_come_back(db, client, settings, monkeypatch):
    make_initiative()
    settings.FILES_AT_ONCE = 1
    turns = Turns()
    monkeypatch.setattr("config.limits.visits.Turns", lambda: turns)
    assert client.get("/initiatives.csv").status_code == 200
    assert turns.held.total() == 0
    turns.take(THERE, most=1)
    response = client.get("/initiatives.csv")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "D’autres fichiers sont en préparation" in response.text
    assert client.get("/initiatives/").status_code == 200


def test_fault_gives_the_turn_back(settings):
    settings.FILES_AT_ONCE = 1

    def fail(request):
        raise ZeroDivisionError

    middleware = TurnsMiddleware(fail)
    with pytest.raises(ZeroDivisionError):
        middleware(RequestFactory().get("/initiatives.csv"))
    assert middleware.turns.held.total() == 0
