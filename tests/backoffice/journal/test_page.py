"""“Journal”: who reads it, what the filters find, how pages are turned, what leaves as a spreadsheet."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from backoffice.journal import reading
from backoffice.journal.erasing import forget_records
from backoffice.journal.kinds import Kind
from backoffice.journal.reading import grouped_kinds
from backoffice.journal.writing import note, note_once_a_day
from backoffice.models import JournalLine
from organisations.models import Person
from tests.builders import make_initiative, make_organisation, make_person, make_user

PARIS = ZoneInfo("Europe/Paris")
URL, CSV = reverse("admin:journal"), reverse("admin:journal_csv")


@pytest.fixture
def adele(client, db):
    account = make_user("adele", group="administration")
    client.force_login(account)
    return account


def words_of(response):
    return [one.line.words for one in response.context["lines"] if one.line.kind != Kind.LOGGED_IN]


@pytest.mark.parametrize("group", ["rédaction", "édition"])
def test_others_do_not_read_it(client, db, group):
    client.force_login(make_user(group=group))
    assert client.get(URL).status_code == 403
    assert client.post(CSV).status_code == 403
    form = client.get(reverse("admin:initiatives_initiative_change", args=[make_initiative().pk]))
    assert "Dans le journal" not in form.content.decode()


def test_every_kind_may_be_asked_for():
    assert [value for _, kinds in grouped_kinds() for value, _ in kinds] == list(Kind.values)


@pytest.fixture
def lines(adele):
    edith = make_user("edith")
    row = make_initiative("Une épicerie")
    note(Kind.PUBLISHED, by=edith, about=row, now=datetime(2026, 3, 1, 23, 30, tzinfo=PARIS))
    note(Kind.WITHDRAWN, by=adele, about=make_initiative("Un potager"), told="Doublon",
         now=datetime(2026, 3, 2, 0, 30, tzinfo=PARIS))  # fmt: skip
    note(Kind.INVITED, by=adele, about=edith)
    note(Kind.BACKED_UP, by=None)
    return row


@pytest.mark.parametrize(("asked", "found"), [
    ({}, ["", "edith", "Un potager", "Une épicerie"]),
    ({"acte": "withdrawn"}, ["Un potager"]),
    ({"personne": "EDITH"}, ["edith", "Une épicerie"]),
    ({"personne": "machine"}, [""]),
    ({"mots": "doublon"}, ["Un potager"]),
    ({"au": "2026-03-01"}, ["Une épicerie"]),
    ({"du": "2026-03-02", "au": "2026-03-02"}, ["Un potager"]),
    ({"acte": "withdrawn", "personne": "edith"}, []),
    ({"acte": "withdrawn", "du": "0001-01-01", "au": "9999-12-31"}, ["Un potager"]),
    ({"acte": "withdrawn", "avant": "x" * 50}, ["Un potager"]),
    ({"fiche": "initiatives.initiative:0"}, []),
])  # fmt: skip
def test_filters_find(client, lines, asked, found):
    response = client.get(URL, asked)
    assert response.status_code == 200
    assert words_of(response) == found


def test_record_has_its_lines_and_leads_to_itself(client, lines):
    response = client.get(URL, {"fiche": f"initiatives.initiative:{lines.pk}"})
    assert words_of(response) == ["Une épicerie"]
    url = reverse("admin:initiatives_initiative_change", args=[lines.pk])
    assert response.context["lines"][0].url == url
    form, history = client.get(url), client.get(reverse("admin:initiatives_initiative_history", args=[lines.pk]))
    way = f"{URL}?fiche=initiatives.initiative%3A{lines.pk}"
    assert way in form.content.decode()
    assert way in history.content.decode()


def test_account_leads_to_what_it_did(client, lines):
    edith = JournalLine.objects.get(kind=Kind.PUBLISHED).account
    form = client.get(reverse("admin:auth_user_change", args=[edith.pk])).content.decode()
    assert f"{URL}?personne=edith" in form


@pytest.mark.parametrize("asked", [
    {"acte": "invented"}, {"du": "hier"}, {"du": "2026-03-02", "au": "2026-03-01"}, {"fiche": "x"}, {"mots": "\0"},
])  # fmt: skip
def test_unreadable_filters_are_refused(client, adele, asked):
    assert client.get(URL, asked).status_code == 400
    assert client.post(CSV, asked).status_code == 400


def test_deleted_record_has_no_link(client, adele):
    row = make_organisation("Mercerie")
    client.post(reverse("admin:organisations_organisation_delete", args=[row.pk]), {"post": "yes"})
    (shown, *_) = client.get(URL).context["lines"]
    assert (shown.line.kind, shown.line.words, shown.url) == (Kind.DELETED, "Mercerie", "")


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_each_length(client, adele, count, django_assert_num_queries):
    for number in range(count):
        note(Kind.PUBLISHED, by=adele, about=make_initiative(f"Fiche {number}"))
    with django_assert_num_queries(7):  # one reads the lines; the others are those of every page
        client.get(URL, {"acte": "published"})


def test_pages_are_turned_by_keys(client, adele, monkeypatch):
    monkeypatch.setattr(reading, "PAGE", 2)
    row = make_initiative()
    for number in range(5):
        note(Kind.PUBLISHED, by=adele, about=row, words=f"n{number}")
    first = client.get(URL, {"acte": "published"})
    note(Kind.PUBLISHED, by=adele, about=row, words="arrivée entre-temps")
    second = client.get(URL, {"acte": "published", "avant": first.context["following"]})
    third = client.get(URL, {"acte": "published", "avant": second.context["following"]})
    assert [words_of(one) for one in (first, second, third)] == [["n4", "n3"], ["n2", "n1"], ["n0"]]
    assert third.context["following"] is None


def test_spreadsheet_has_the_lines_defused_and_is_told(client, adele):
    note(
        Kind.WITHDRAWN, by=adele, about=make_initiative("=1+1"), told="Doublon", now=timezone.now() - timedelta(days=1)
    )
    note(Kind.PUBLISHED, by=adele, about=make_initiative("Autre"))
    assert client.get(CSV).status_code == 405
    response = client.post(CSV, {"acte": "withdrawn"})
    text = b"".join(response.streaming_content).decode()
    assert "'=1+1;Doublon" in text
    assert "Autre" not in text
    line = JournalLine.objects.first()
    assert (line.kind, line.told) == (Kind.EXPORTED, "journal en CSV (acte\u00a0: retrait)")
    assert f"\r\n{timezone.localtime(line.at - timedelta(days=1)):%Y-%m-%d} " in text  # sorted as text it is in order


def test_period_of_an_export_is_told_in_words(client, adele):
    client.post(CSV, {"personne": "Withdrawn", "du": "2026-11-01"})
    told = "journal en CSV (compte\u00a0: Withdrawn, du\u00a0: 1er\u00a0novembre\u00a02026)"
    assert JournalLine.objects.first().told == told


def test_record_erased_everywhere_tells_its_nature_once(client, adele):
    row = make_person("Odile Vasseur")
    note(Kind.PERSON_EXTRACTED, by=adele, about=row)
    forget_records(Person, [row.pk])
    page = client.get(URL)
    (shown,) = [one for one in page.context["lines"] if one.line.kind == Kind.PERSON_EXTRACTED]
    assert (shown.is_gone, shown.url) == (True, "")
    assert "personne « personne (fiche supprimée)" not in page.content.decode().replace("\u00a0", " ")


def test_reading_is_told_once_a_day_for_each_network(rf, adele):
    row = make_initiative()
    for address in ("192.0.2.1", "192.0.2.77", "198.51.100.1"):
        request = rf.get("/", REMOTE_ADDR=address)
        note_once_a_day(Kind.EMBARGO_READ, by=None, about=row, told="par le lien", request=request)
    lines = JournalLine.objects.filter(kind=Kind.EMBARGO_READ)
    assert [line.network for line in lines] == ["198.51.100.x", "192.0.2.x"]
