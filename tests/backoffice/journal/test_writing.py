"""Lines of the journal, and what the database refuses to do with them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note, note_each
from backoffice.models import JournalLine
from tests.builders import make_initiative, make_user


def refused(sql, *values):
    """What PostgreSQL says against it; empty where it lets it pass."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError as error:
        return str(error)
    return ""


@pytest.fixture
def editor(db):
    return make_user("edith")


def test_line_says_who_what_when_and_from_which_network(editor, django_assert_num_queries):
    initiative = make_initiative("Une épicerie")
    now = timezone.now() - timedelta(hours=1)
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.17")
    with django_assert_num_queries(1):
        note(Kind.WITHDRAWN, by=editor, about=initiative, told="Doublon", request=request, now=now)
    line = JournalLine.objects.get()
    assert (line.at, line.kind, line.account, line.who) == (now, Kind.WITHDRAWN, editor, "edith")
    assert (line.about_type, line.about_id) == ("initiatives.initiative", str(initiative.pk))
    assert (line.words, line.told, line.network) == ("Une épicerie", "Doublon", "192.0.2.x")


@pytest.mark.parametrize(
    ("address", "network"), [("198.51.100.9", "198.51.100.x"), ("2001:db8:7:8:9::1", "2001:db8:7:x")]
)
def test_network_is_shortened(db, address, network):
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    assert note(Kind.LOG_IN_FAILED, by=AnonymousUser(), request=request).network == network


def test_machine_and_visitors_are_told_apart(db):
    assert note(Kind.BACKED_UP, by=None).who == "machine"
    assert note(Kind.LOG_IN_FAILED, by=None, request=RequestFactory().get("/")).who == "non connecté"


def test_many_lines_are_one_query(editor, django_assert_num_queries):
    rows = [make_initiative(f"Fiche {number}") for number in range(3)]
    with django_assert_num_queries(1):
        assert note_each(Kind.PUBLISHED, rows, by=editor) == 3
    assert [line.words for line in JournalLine.objects.all()] == ["Fiche 2", "Fiche 1", "Fiche 0"]


@pytest.mark.parametrize(
    "change",
    [
        "who = 'paul'", "who = 'compte n°\u00a01 (supprimé)'", "at = at - interval '1 day'", "kind = 'published'",
        "account_id = NULL", "about_id = '7'", "words = 'Autre chose'", "told = 'Autre chose'",
        "network = '203.0.113.x'",
    ],
)  # fmt: skip
def test_line_is_not_rewritten(editor, change):
    note(Kind.WITHDRAWN, by=editor, about=make_initiative(), told="Doublon")
    assert "ne se récrit pas" in refused(f"UPDATE backoffice_journalline SET {change}")


def test_line_is_neither_deleted_nor_emptied(editor):
    note(Kind.LOGGED_IN, by=editor, now=timezone.now() - timedelta(days=179))
    assert "ne s’efface pas" in refused("DELETE FROM backoffice_journalline")
    assert "ne se vide pas" in refused("TRUNCATE backoffice_journalline")


def test_control_line_of_half_a_year_ago_may_go(editor):
    note(Kind.LOGGED_IN, by=editor, now=timezone.now() - timedelta(days=181))
    assert refused("DELETE FROM backoffice_journalline") == ""
    assert not JournalLine.objects.exists()


def test_words_are_masked_and_nothing_else(editor):
    note(
        Kind.CONSENT_CHANGED, by=editor, about=make_initiative("Merci à Jeanne Martin"), told="Écrit par Jeanne Martin"
    )
    masked = "UPDATE backoffice_journalline SET words = %s, told = %s"
    assert "ne se récrit pas" in refused(masked, "Merci à [nom retiré] et à Paul", "Écrit par [nom retiré]")
    assert refused(masked, "Merci à [nom retiré]", "Écrit par [nom retiré]") == ""
    assert refused(masked, "initiative (fiche supprimée)", "") == ""


def test_deleted_account_leaves_its_number(editor):
    admin = make_user("adele")
    note(Kind.LOGGED_IN, by=editor)
    note(Kind.INVITED, by=admin, about=editor)
    key = editor.pk
    User.objects.get(pk=key).delete()
    invited, logged_in = JournalLine.objects.all()
    assert (logged_in.who, logged_in.account_id) == (f"compte n°\u00a0{key} (supprimé)", key)
    assert (invited.who, invited.words) == ("adele", f"compte n°\u00a0{key} (supprimé)")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"kind": "invented"}, "kind_known"),
        ({"about_id": "7", "about_type": ""}, "record_is_whole"),
        ({"who": "machine"}, "account_is_named"),
    ],
)
def test_constraints_hold(editor, change, constraint):
    fields = {"kind": Kind.LOGGED_IN, "account": editor, "who": "edith", **change}
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        JournalLine.objects.create(**fields)
