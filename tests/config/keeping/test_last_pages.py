"""Pages shown while the database is away: with their hour, to the public only, nothing that was taken away since."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from config.keeping.last import LastPages
from config.keeping.taking import LONGEST_ACT, MARK, is_settled, last_taking, taken
from organisations.models import Person
from tests.builders import make_initiative, make_person, make_territory, make_user

BANNER = "ce qui a changé depuis n’y est pas"


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def row(transactional_db):
    make_territory(press_phone="+33321212000")
    row = make_initiative("Masques de Zoé Zorg")
    row.persons.add(make_person("Zoé Zorg", is_public=True))
    return row


@pytest.fixture
def stores(monkeypatch) -> list[LastPages]:
    """The memories that processes begin with from now on."""
    made: list[LastPages] = []
    begin = LastPages.__init__

    def noted(store: LastPages, most_bytes: int) -> None:
        begin(store, most_bytes)
        made.append(store)

    monkeypatch.setattr(LastPages, "__init__", noted)
    return made


def long_ago(tmp_path) -> None:
    """The last taking is over for sure."""
    then = time.time() - LONGEST_ACT - 1
    os.utime(tmp_path / MARK, (then, then))


def away(client: Client, path: str, fault: type[Exception] = OperationalError, **options):
    def refuse(*arguments):
        raise fault

    with connection.execute_wrapper(refuse):
        return client.get(path, **options)


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_page_is_shown_with_its_hour(row, fault):
    client = Client()
    made = client.get("/initiatives/")
    response = away(client, "/initiatives/", fault)
    assert (response.status_code, response["Cache-Control"], response["Age"]) == (200, "no-store", "0")
    assert (BANNER in response.text, "Masques" in response.text) == (True, True)
    assert not response.has_header("ETag")
    assert client.get("/initiatives/").content == made.content


def test_what_was_never_asked_says_whom_to_call(row):
    client = Client()
    client.get("/initiatives/")
    response = away(client, "/communes/")
    assert response.status_code == 503
    assert "03\u00a021\u00a021\u00a020\u00a000" in response.text


def test_nothing_is_shown_to_who_works_nor_of_a_search(row):
    client = Client()
    for path in ("/", "/initiatives/?q=masques", "/initiatives.csv", "/admin/login/"):
        assert client.get(path).status_code == 200
    assert away(client, "/").status_code == 200
    for path in ("/initiatives/?q=masques", "/initiatives.csv", "/admin/login/"):
        assert away(client, path).status_code == 503, path
    client.force_login(make_user(group="édition"))
    assert away(client, "/").status_code == 503


def test_no_process_shows_what_was_taken_away_since(row, tmp_path):
    """Neither the one that did it nor one that has not asked the database since."""
    here, there = Client(), Client()
    for client in (here, there):
        client.get("/initiatives/")
        assert "Zorg" in away(client, "/initiatives/").text
    Person.objects.update(is_public=False)
    assert [away(client, "/initiatives/").status_code for client in (here, there)] == [503, 503]
    # For a minute nothing is kept: whoever took it away may not have ended.
    here.get("/initiatives/")
    assert away(here, "/initiatives/").status_code == 503
    long_ago(tmp_path)
    here.get("/initiatives/?page=1")
    response = away(here, "/initiatives/?page=1")
    assert (response.status_code, "Zorg" in response.text) == (200, False)
    assert away(there, "/initiatives/").status_code == 503


def test_what_was_taken_away_leaves_the_memory_at_the_next_request(row, stores):
    client = Client()
    client.get("/initiatives/")
    (store,) = [one for one in stores if one.pages]
    Person.objects.update(is_public=False)
    assert store.size > 0
    client.get("/favicon.ico")  # whatever it is for
    assert (store.pages, store.size) == ({}, 0)


def test_control_without_the_mark_the_other_process_would_show_it(row, tmp_path):
    client = Client()
    client.get("/initiatives/")
    Person.objects.update(is_public=False)
    (tmp_path / MARK).unlink()
    assert "Zorg" in away(client, "/initiatives/").text


def test_page_that_is_asked_for_again_is_of_this_hour(row, stores):
    client = Client()
    client.get("/")
    (page,) = stores[-1].pages.values()
    page.good_at -= timedelta(hours=3)
    assert away(client, "/")["Age"] == "10800"
    client.get("/")
    assert int(away(client, "/")["Age"]) < 60


def test_day_old_page_is_told_to_be_of_yesterday_and_then_gone(row, stores):
    client = Client()
    client.get("/")
    (page,) = stores[-1].pages.values()
    page.good_at = timezone.now() - timedelta(hours=23, minutes=59)
    assert "Cette page est d’hier, " in away(client, "/").text
    page.good_at = timezone.now() - timedelta(hours=25)
    assert away(client, "/").status_code == 503


def test_last_pages_take_a_bounded_memory():
    last = LastPages(most_bytes=3_000)
    for number in range(20):
        html = b'<main class="site-main">' + os.urandom(900)
        last.keep(("", str(number), ""), HttpResponse(html), taking=0)
    assert (len(last.pages), last.size <= 3_000) == (3, True)
    assert last.answer(("", "19", "")) is not None
    assert last.answer(("", "0", "")) is None


def test_taking_is_settled_after_the_longest_act():
    assert last_taking() == 0
    taken()
    moment = last_taking()
    assert not is_settled(moment, now=lambda: moment / 1e9 + LONGEST_ACT - 1)
    assert is_settled(moment, now=lambda: moment / 1e9 + LONGEST_ACT + 1)
