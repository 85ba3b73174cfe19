"""Pages are kept between two commits: never longer, never for somebody else. Each `Client` is a process of its own."""

from __future__ import annotations

import gzip
from datetime import date
from threading import Thread

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communes.models import Territory
from config.keeping.pages import KeptPages, Page
from directory.models import VainSearch
from directory.vain import WAITING, Search, Waiting
from initiatives.services import withdraw_initiative
from organisations.models import Person
from tests.builders import make_commune, make_initiative, make_organisation, make_person, make_territory, make_user
from tests.directory.published import publish

ADDRESSES = ["/", "/initiatives/", "/initiatives.json", "/initiatives.atom", "/communes/62548-marck/", "/bulletins/7/"]


@pytest.fixture
def row(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_territory()
    marck = make_commune("Marck", insee="62548")
    row = make_initiative("Masques de Zoé Zorg", communes=(marck,), organisations=(make_organisation(seat=marck),))
    row.persons.add(make_person("Zoé Zorg", is_public=True))
    publish(row, number=7)
    return row


def test_page_is_made_once_between_two_commits(row):
    client = Client()
    client.get("/bulletins/7/")  # its PDF is made: from then on the page tells its size
    for address in ADDRESSES:
        # Whoever commits in another database of this server has pages made anew: other tests do, at any time.
        for _ in range(50):
            made = client.get(address, headers={"accept-encoding": "gzip"})
            with CaptureQueriesContext(connection) as queries:
                kept = client.get(address, headers={"accept-encoding": "gzip"})
                plain = client.get(address, headers={"if-none-match": made["ETag"]})
            if len(queries) == 2:  # one a request: what it can see
                break
        assert len(queries) == 2, address
        assert plain.status_code == 304
        assert gzip.decompress(kept.content) == gzip.decompress(made.content), address
        assert {**kept.headers, "Content-Length": ""} == {**made.headers, "Content-Length": ""}, address
        assert client.get(address).content == gzip.decompress(made.content)


@pytest.mark.parametrize(("seconds", "is_kept"), [(60, True), (0, False)])
def test_a_search_in_vain_ends_no_kept_page(row, settings, seconds, is_kept):
    """It waits to be counted; its control is one that is counted at once."""
    settings.VAIN_SEARCHES_SECONDS = seconds
    client = Client()
    for _ in range(50 if is_kept else 3):  # whoever commits in another database, as above
        client.get("/initiatives/")
        assert client.get("/initiatives/?q=zzyzx").status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get("/initiatives/")
        if (len(queries) == 1) is is_kept:
            break
    assert (len(queries) == 1) is is_kept
    WAITING.write()
    assert [search.words for search in VainSearch.objects.all()] == ["zzyzx"]


def test_what_waits_is_counted_by_a_thread_of_its_own(transactional_db):
    waiting = Waiting()
    for _ in range(2):
        waiting.add(Search("zzyzx", "Lens", date(2026, 5, 4)), seconds=3600)
    timer = waiting.timer
    assert (timer.interval, timer.daemon) == (3600, True)
    in_its_time = Thread(target=timer.function)
    in_its_time.start()
    in_its_time.join()
    assert [(search.place, search.times) for search in VainSearch.objects.all()] == [("Lens", 2)]
    timer.join()  # nothing waits any more
    assert waiting.timer is None


def test_installation_is_read_again_when_it_was_written(row):
    client = Client()
    client.get("/")
    make_initiative()
    with CaptureQueriesContext(connection) as queries:
        assert "Le Pas-de-Calais solidaire" in client.get("/").content.decode()
    assert len(queries) > 1
    assert not any("* FROM communes_territory" in one["sql"] for one in queries.captured_queries)
    Territory.objects.update(site_name="La Somme solidaire")
    assert "La Somme solidaire" in client.get("/").content.decode()


def test_every_process_shows_what_was_committed(row):
    here, there = Client(), Client()
    addresses = [*ADDRESSES, row.get_absolute_url()]
    for client in (here, there):
        assert all("Zorg" in client.get(one, follow=True).content.decode() for one in addresses)
    Person.objects.update(is_public=False)
    for client in (here, there):
        for one in addresses:
            response = client.get(one, follow=True)
            assert (response.status_code, "Zorg" in response.content.decode()) == (200, False), one
    withdraw_initiative(initiative=row, by=make_user(group="édition"), reason="Demande")
    for client in (here, there):
        assert "Masques" not in client.get("/initiatives/").content.decode()
        assert client.get(row.get_absolute_url(), follow=True).status_code == 410


def test_transactions_that_commit_out_of_order_both_show(row):
    """The one that began first commits last: numbers given in the order of writing would pass over it."""
    client = Client()
    first, second = (connections.create_connection("default") for _ in range(2))
    try:
        for other, name, slug in ((first, "Premier", "protection"), (second, "Second", "soignants")):
            other.set_autocommit(False)
            with other.cursor() as cursor:
                cursor.execute("UPDATE initiatives_theme SET name = %s WHERE slug = %s", [name, slug])
        pages = [client.get("/").content.decode()]
        second.commit()
        pages += [client.get("/").content.decode()]
        first.commit()
        pages += [client.get("/").content.decode()]
    finally:
        first.close()
        second.close()
    assert [("Premier" in page, "Second" in page) for page in pages] == [(False, False), (False, True), (True, True)]


def test_page_of_a_bulletin_tells_of_a_file_made_since(row):
    client = Client()
    client.get("/bulletins/7/")
    before = client.get("/bulletins/7/").content.decode()
    assert client.get("/bulletins/7.txt").status_code == 200
    after = client.get("/bulletins/7/").content.decode()
    assert ("à coller partout, 1\u00a0ko" in before, "à coller partout, 1\u00a0ko" in after) == (False, True)


def test_nothing_of_a_session_is_kept(row):
    """What is made for one reader is made for each; what is public is the same for all."""
    officer = Client()
    officer.force_login(make_user(group="édition"))
    preview = reverse("bulletins:preview", args=[row.citations.get().bulletin_id])
    assert [client.get(preview).status_code for client in (officer, Client(), officer)] == [200, 302, 200]
    response = officer.get("/")
    assert not response.cookies
    assert response.content == Client().get("/").content


def test_inside_a_transaction_nothing_is_kept(row):
    """A transaction sees what it wrote, and its snapshot stays the same."""
    client = Client()
    client.get("/")
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        connection.in_atomic_block = True
        try:
            cursor.execute("UPDATE initiatives_theme SET name = 'Provisoire'")
            assert "Provisoire" in client.get("/").content.decode()
        finally:
            connection.in_atomic_block = False
            cursor.execute("ROLLBACK")
    assert "Provisoire" not in client.get("/").content.decode()


def test_kept_pages_take_a_bounded_memory():
    kept = KeptPages(most_bytes=8_000)
    kept.find(("", "", ""), ("mark",))
    for number in range(20):
        kept.keep(("", str(number), ""), ("mark",), Page(b"x" * 1_000, {}))
    assert (len(kept.pages), kept.size) == (4, 8_000)
    assert kept.find(("", "19", ""), ("mark",))
    assert not kept.find(("", "0", ""), ("mark",))
    kept.keep(("", "long", ""), ("mark",), Page(b"x" * 2_000, {}))  # it would push out all the others
    assert kept.find(("", "long", ""), ("mark",)) is None


def test_page_of_an_older_mark_is_not_kept():
    """Made while somebody committed, and by then asked for under the new mark."""
    kept = KeptPages(most_bytes=8_000)
    kept.find(("", "/", ""), ("old",))
    kept.find(("", "/", ""), ("new",))
    kept.keep(("", "/", ""), ("old",), Page(b"withdrawn", {}))
    assert kept.find(("", "/", ""), ("new",)) is None
    assert kept.find(("", "/", ""), ("old",)) is None
