"""Long exports leave line by line, from lines that are kept; what they say is what short ones say, to the byte."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from time import sleep

import pytest
from django.db import connections
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from communes.models import Area
from directory.changes import everything_changed
from directory.finding.filters import DirectoryFilter
from directory.models import Change, Line
from directory.outputs import making
from directory.outputs.lines import judge, one_state, printed
from directory.outputs.making import Round
from directory.views import exports
from initiatives.models import Figure, Initiative, Theme
from organisations.models import Contact, Person
from tests.builders import (
    make_area,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_user,
)

QUERIES = ["", "&type=association", "&tri=commune", "&q=coud", "&depuis=2000-01-01"]
WHOLE_JSON = "/initiatives.json?page=toutes"
FORMS = ["/initiatives.csv?", "/initiatives-chiffres.csv?", WHOLE_JSON, "/initiatives.geojson?"]
NASTY = [
    '=1+1;"deux"',
    "+33 321",
    "@somme\nligne",
    "\\.",
    "é\u00a0\u202f\ue000site",
    "a\\nb\t<b>&amp;",
    "'apostrophe",
    "-",
    '"guillemets" \u2028\u2029 \x07\x1f \U0001f9f5',
    '{"type":"Point","area":1}',
]


@pytest.fixture
def rows(transactional_db):
    """Nasty values in every text, some with a hidden name and contact, some over. Committed: inside a transaction no
    line is ever taken for fresh."""
    by = make_user()
    marck = make_commune("Marck", latitude=Decimal("50.9487"), longitude=Decimal("1.9501"))
    calaisis = make_area("Calaisis", communes=(marck,))
    made = []
    for number, text in enumerate(NASTY):
        row = make_initiative(
            text,
            by=by,
            summary=f"{text}\n\n**Zoé Zorg** coud" + (", 06 12 34 56 78" if not number else ""),
            communes=(marck,),
            organisations=(make_organisation(f"{text} asso {number}"),),
            contacts=(make_contact("+33612345678", kind="phone") if not number else make_contact(),),
            figures=({"item": text, "amount": 5, "unit": "masques"},),
            areas=(calaisis,) if number % 2 else (),
            started_on=timezone.localdate() - timedelta(days=100 * (number % 3)),
            state="over" if number % 2 else "ongoing",
        )
        row.persons.add(Person.objects.filter(name="Zoé Zorg").first() or make_person("Zoé Zorg", is_public=True))
        made.append(row)
    make_initiative("Brouillon caché", published=False)
    return made


@pytest.fixture
def long(monkeypatch):
    """Two rows are many."""
    for module in (making, exports):
        monkeypatch.setattr(module, "WORTH_KEEPING", 2)


def _unchanged_since(client, path):
    """An answer that is not sent again. The suite's other process commits to this cluster too: asked until it rests."""
    for _ in range(400):
        first = client.get(path)
        if client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304:
            return first
        first.close()
        sleep(0.02)
    raise AssertionError("La même réponse est envoyée chaque fois.")


def read(client, path) -> bytes:
    response = client.get(path)
    return b"".join(response) if response.streaming else response.content


def test_long_export_says_what_a_short_one_says(client, rows, monkeypatch):
    addresses = [path + query for path in FORMS for query in QUERIES]
    short = {address: read(client, address) for address in addresses}
    assert not Line.objects.exists()
    for module in (making, exports):
        monkeypatch.setattr(module, "WORTH_KEEPING", 2)
    client = Client()  # the other one keeps the short ones
    for is_kept in (False, True):  # printed where there is no line, then read
        for address in addresses:
            response = client.get(address)
            assert response.streaming
            assert b"".join(response) == short[address], address
        assert Line.objects.count() == (len(rows) if is_kept else 0)
        make_all(timezone.localdate())
    # The control: without it, the printer may have been compared with itself.
    Line.objects.filter(pk=rows[0].pk).update(csv="ligne gardée\r\n", json='{"id":0}', features='{"id":"0"}')
    assert "ligne gardée" in read(client, "/initiatives.csv").decode()
    assert json.loads(read(client, WHOLE_JSON))["results"].count({"id": 0}) == 1
    assert json.loads(read(client, "/initiatives.geojson"))["features"].count({"id": "0"}) == 1
    for query in QUERIES:  # whatever the order
        assert "ligne gardée" in read(client, f"/initiatives.csv?{query}").decode(), query


def test_whole_json_is_all_the_pages(client, rows, long, monkeypatch):
    monkeypatch.setattr(exports, "PAGE_SIZE", 3)
    pages, address = [], "/initiatives.json"
    while address:
        pages.append(json.loads(read(client, address)))
        address = pages[-1]["next"]
    assert len(pages) == 4
    results = [row for page in pages for row in page["results"]]
    assert json.loads(read(client, WHOLE_JSON)) == {"results": results, "count": len(NASTY), "next": None}
    assert json.loads(read(client, f"{WHOLE_JSON}&q=introuvable")) == {"results": [], "count": 0, "next": None}


def test_kept_features_follow_the_middle_of_an_area(client, rows, long):
    """An area gets a commune without any initiative being touched: the lines stay good."""
    read(client, "/initiatives.geojson")
    make_all(timezone.localdate())
    before = read(client, "/initiatives.geojson").decode()
    assert '"coordinates":[1.9501,50.9487]},"properties":' in before
    calais = make_commune("Calais", latitude=Decimal("50.9587"), longitude=Decimal("1.8501"))
    Area.objects.get().communes.add(calais)
    assert not stale(timezone.localdate())
    after = read(client, "/initiatives.geojson").decode()
    assert after.count('"coordinates":[1.9001,50.9537]') == len(NASTY) // 2
    Area.objects.get().communes.clear()
    assert read(client, "/initiatives.geojson").decode().count('"geometry":null') == len(NASTY) // 2


# What makes a line stale, and what the export then says or says no more.
WRITES = {
    "hidden name": (lambda: Person.objects.update(is_public=False), "Zorg", False),
    "hidden contact": (lambda: Contact.objects.filter(kind="phone").update(is_public=False), "12 34 56 78", False),
    "theme": (lambda: Theme.objects.update(name="Dons en nature"), "Dons en nature", True),
    "figure": (lambda: Figure.objects.update(amount=987654), "987\u00a0654", True),
    "withdrawal": (
        lambda: Initiative.objects.filter(summary__contains="+33").update(
            status="withdrawn", withdrawn_at=timezone.now(), withdrawn_by=make_user()
        ),
        "+33 321",
        False,
    ),
}


def test_long_export_follows_every_write(client, rows, long):
    for name, (write, words, shows) in WRITES.items():
        before = read(client, "/initiatives.csv").decode()
        assert (words in before) != shows, name
        write()
        # Somebody may have hidden them: they leave the database with the change.
        assert shows or not Line.objects.filter(csv__contains=words).exists(), name
        for _ in range(2):
            assert (words in read(client, "/initiatives.csv").decode()) == shows, name


def stale(today: date) -> set[int]:
    """Public initiatives whose line is missing, or would not be sent."""
    judgement = judge(today=today)
    fit = set(judgement.fit.values_list("pk", flat=True)) - judgement.late.keys()
    return set(Initiative.objects.published().values_list("pk", flat=True)) - fit


def make_all(today: date) -> None:
    """A line made beside a transaction of another database of this server is not trusted: other tests have some."""
    for _ in range(1200):
        way = Round()
        way.follow(today)
        way.turn(100)
        if not stale(today):
            return
        sleep(0.05)
    raise AssertionError("Les lignes restent à refaire.")


def test_line_made_beside_a_change_is_stale(client, rows, long):
    """Its maker read before the change was committed, and wrote after: the note tells, and takes it away in the end."""
    today = timezone.localdate()
    make_all(today)
    old = Line.objects.get(pk=rows[0].pk)
    Initiative.objects.filter(pk=rows[0].pk).update(title="Autre titre")
    old.save(force_insert=True)
    assert stale(today) == {rows[0].pk}
    assert "Autre titre" in read(client, "/initiatives.csv").decode()
    old.save()
    Change.objects.all().delete()
    assert not Line.objects.filter(pk=rows[0].pk).exists()


def test_line_of_another_day_recipe_or_server_is_stale(rows, long):
    today = timezone.localdate()
    make_all(today)
    assert stale(today + timedelta(days=400))  # what was “ongoing” is to be checked
    for change in ({"recipe": "autre"}, {"cluster": 1}):
        Line.objects.filter(pk=rows[0].pk).update(**change)
        assert stale(today) == {rows[0].pk}
        make_all(today)


def worked(now) -> int:
    """Lines that the worker makes until it rests. Some may be made twice, while an older transaction of the server (of
    another test, too) could still alter what they say."""
    made = 0
    for _ in range(1200):
        told = making.make_in_turn(now)
        if not told:
            return made
        made += int(told.split()[0])
        sleep(0.01 if told.startswith("0") else 0)
    raise AssertionError("Le travail ne finit pas.")


def test_worker_makes_lines_some_at_a_turn_and_then_rests(rows, long, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(making, "_round", Round())
    monkeypatch.setattr(making, "MOST_AT_ONCE", 3)
    now = timezone.now()
    assert worked(now) >= len(rows)
    assert not stale(timezone.localdate(now))
    with django_assert_num_queries(1):
        assert making.make_in_turn(now) == ""


def test_worker_follows_changes_without_going_through_all_again(rows, long, monkeypatch):
    way = Round()
    monkeypatch.setattr(making, "_round", way)
    now = timezone.now()
    worked(now)
    Initiative.objects.filter(pk=rows[3].pk).update(title="Autre titre")
    Line.objects.filter(pk=rows[5].pk).delete()  # by nobody whom the log tells
    assert worked(now) >= 1
    assert stale(timezone.localdate(now)) == {rows[5].pk}
    Theme.objects.create(name="Autre thème", slug="autre")  # words of filters: no line says them
    worked(now)
    assert stale(timezone.localdate(now)) == {rows[5].pk}
    everything_changed()
    assert worked(now) >= len(rows)
    assert not stale(timezone.localdate(now))


def test_worker_waits_for_a_transaction_that_is_older_than_a_change(rows, long, monkeypatch):
    """What is made beside it would be stale at once: it would be made again at every turn, for as long as a backup
    takes. The control: the same after its end."""
    monkeypatch.setattr(making, "_round", Round())
    now = timezone.now()
    worked(now)
    other = connections.create_connection("default")
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        Initiative.objects.filter(pk=rows[0].pk).update(title="Autre titre")
        assert making.make_in_turn(now) == "1 ligne(s) d’export faite(s)."
        assert making.make_in_turn(now) == "0 ligne(s) d’export faite(s)."
        assert stale(timezone.localdate(now)) == {rows[0].pk}
        assert "Autre titre" in read(Client(), "/initiatives.csv").decode()
        everything_changed()
        assert making.make_in_turn(now) == "0 ligne(s) d’export faite(s)."
    finally:
        other.rollback()
        other.close()
    assert worked(now) == len(rows)
    assert not stale(timezone.localdate(now))


def test_reading_makes_no_line(client, rows, long):
    for address in FORMS:
        read(client, address)
    assert not Line.objects.exists()


def test_long_export_holds_few_rows_at_a_time(rows, long, monkeypatch, django_assert_num_queries):
    """Their keys are sorted, and three are read at a time: which lines are good, the keys, four times three."""
    make_all(timezone.localdate())
    monkeypatch.setattr("directory.outputs.lines.ROWS", 3)
    chosen = DirectoryFilter(QueryDict(""))
    with one_state(), django_assert_num_queries(1 + 1 + 4):
        found = chosen.ordered()
        told = list(printed("csv", found, str, site="", today=timezone.localdate()))
    assert len(told) == len(rows)


def test_long_export_sees_one_state_and_has_a_fingerprint(rows, long):
    client = Client()
    read(client, "/initiatives.csv")
    first = _unchanged_since(client, "/initiatives.csv")
    parts = iter(first)
    assert next(parts).startswith(b"\xef\xbb\xbfidentifiant;")  # before anything is asked of the lines
    next(parts)  # the state is now taken
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("UPDATE initiatives_initiative SET title = 'Autre titre'")
    other.close()
    assert b"Autre titre" not in b"".join(parts)
    again = client.get("/initiatives.csv", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert b"Autre titre" in b"".join(again)
