"""One's open sessions are listed on “Mon compte” and closed there; nobody closes another person's."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backoffice.access.network import shortened_network
from backoffice.access.sessions import SEEN, browser_of
from backoffice.models import OpenSession
from tests.builders import NOW

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def person(officer):
    officer.set_password("Une phrase de passe 7")
    officer.save()
    return officer


def _logged_in(person, **headers):
    client = Client(**headers)
    data = {"username": person.username, "password": "Une phrase de passe 7"}
    assert client.post(reverse("admin:login"), data).status_code == 302
    return client


def test_log_in_is_noted_in_a_shortened_form(person):
    client = _logged_in(person, HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="192.0.2.77")
    row = OpenSession.objects.get()
    assert (row.account, row.network, row.browser) == (person, "192.0.2.x", "Firefox sous Windows")
    page = client.get(reverse("admin:account")).content.decode()
    assert "Firefox sous Windows" in page
    assert "(celle-ci)" in page
    assert row.session_id not in page


def test_session_that_is_closed_is_logged_out_at_once(person):
    here, there = _logged_in(person), _logged_in(person)
    other = OpenSession.objects.exclude(session=here.session.session_key).get()
    close = reverse("admin:close_session")
    assert here.get(close).status_code == 405
    assert "fermée" in here.post(close, {"session": other.pk}, follow=True).content.decode()
    assert there.get("/admin/").status_code == 302
    assert here.get("/admin/").status_code == 200
    assert "déjà fermée" in here.post(close, {"session": other.pk}, follow=True).content.decode()


def test_all_others_are_closed_at_once(person):
    clients = [_logged_in(person) for _ in range(3)]
    clients[0].post(reverse("admin:close_session"), {"acte": "autres"})
    assert [client.get("/admin/").status_code for client in clients] == [200, 302, 302]


@pytest.mark.parametrize("forged", ["", "x", "²", "99999999999999999999"])
def test_another_persons_session_is_never_closed(client, editor, person, forged):
    there = _logged_in(person)
    client.force_login(editor)
    theirs = OpenSession.objects.get(account=person)
    for key in (theirs.pk, forged):
        client.post(reverse("admin:close_session"), {"session": key})
    client.post(reverse("admin:close_session"), {"acte": "autres"})
    assert there.get("/admin/").status_code == 200
    assert "celle-ci" in client.get(reverse("admin:account")).content.decode()


def test_log_out_and_end_take_it_off_the_list(person):
    client = _logged_in(person)
    client.post(reverse("admin:logout"))
    assert not OpenSession.objects.exists()
    _logged_in(person)
    assert not OpenSession.objects.open(now=timezone.now() + timedelta(days=2)).exists()


def test_session_is_seen_every_five_minutes(person):
    client = _logged_in(person)
    OpenSession.objects.update(first_seen=NOW, last_seen=NOW)
    client.get("/admin/")
    assert OpenSession.objects.get().last_seen == NOW
    session = client.session
    session[SEEN] -= 301
    session.save()
    client.get("/admin/")
    row = OpenSession.objects.get()
    assert (row.first_seen, row.last_seen > NOW) == (NOW, True)


def test_public_page_does_not_depend_on_the_session(client, person):
    client.force_login(person)
    assert "Cookie" not in client.get("/").headers.get("Vary", "")


@pytest.mark.parametrize(
    ("told", "name"),
    [
        (FIREFOX, "Firefox sous Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari sur iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge sous Windows"),
        ("curl/8", "Navigateur inconnu"),
    ],
)
def test_browser_is_told_by_its_family(told, name):
    assert browser_of(told) == name


@pytest.mark.parametrize(("address", "told"), [("192.0.2.77", "192.0.2.x"), ("2001:db8:1:2::", "2001:db8:1:x")])
def test_network_is_told_without_its_end(address, told):
    assert shortened_network(address) == told


def test_session_seen_before_it_was_opened_is_refused_by_the_database(person):
    _logged_in(person)
    with pytest.raises(IntegrityError, match="seen_in_order"), transaction.atomic():
        OpenSession.objects.update(last_seen=NOW - timedelta(days=9999))
