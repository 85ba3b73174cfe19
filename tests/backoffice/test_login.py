"""Wrong passwords: held back by account and network, told alike for all names, nobody locked out by another."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import F
from django.test import Client, RequestFactory
from django.urls import reverse

from backoffice.access.network import client_network
from tests.builders import make_user

PASSWORD = "un-long-mot-de-passe"
HERE, ELSEWHERE = "192.0.2.7", "198.51.100.9"
LOCKED, WRONG = "Trop d’essais manqués", "Identifiant ou mot de passe incorrect"


@pytest.fixture
def account(db):
    return make_user("redactrice", group="rédaction", password=PASSWORD)


def _try(username, password, *, network=HERE, url="admin:login", **data):
    sent = {"username": username, "password": password, "next": reverse("admin:index"), **data}
    return Client(REMOTE_ADDR=network).post(reverse(url), sent)


def _fail(username, times=settings.AXES_FAILURE_LIMIT):
    return [_try(username, f"essai-{number}").content.decode() for number in range(times)]


def test_too_many_wrong_passwords_are_held_back(account):
    pages = _fail("redactrice")
    assert all(WRONG in page for page in pages[:-1])
    assert LOCKED in _try("redactrice", PASSWORD).content.decode()  # the right one, too late
    assert LOCKED in _try("redactrice", "encore-un").content.decode()


def test_one_less_is_let_in_and_counts_anew(account):
    _fail("redactrice", settings.AXES_FAILURE_LIMIT - 1)
    assert _try("redactrice", PASSWORD).status_code == 302
    assert WRONG in _fail("redactrice", 1)[0]
    assert _try("redactrice", PASSWORD).status_code == 302


def test_nobody_locks_another_out(account):
    _fail("redactrice")
    assert _try("redactrice", PASSWORD, network=ELSEWHERE).status_code == 302
    make_user("voisine", group="rédaction", password=PASSWORD)
    assert _try("voisine", PASSWORD).status_code == 302


def test_it_is_over_after_a_quarter_of_an_hour(account):
    _fail("redactrice")
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=14))
    assert LOCKED in _try("redactrice", PASSWORD).content.decode()
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=2))
    assert _try("redactrice", PASSWORD).status_code == 302


def test_unknown_name_is_told_the_same(account):
    def said(pages, name):
        return [page.replace(name, "").count(WRONG) for page in pages], [LOCKED in page for page in pages]

    assert said(_fail("inconnue", 10), "inconnue") == said(_fail("redactrice", 10), "redactrice")


def test_text_carried_through_a_failed_login_is_kept_and_not_noted(account):
    carried = {"cible": reverse("admin:initiatives_initiative_add"), "texte-summary": "Un texte pas encore publié"}
    for _ in range(settings.AXES_FAILURE_LIMIT):
        page = _try("redactrice", "faux", url="admin:resume", **carried).content.decode()
        assert "Un texte pas encore publié" in page
    page = _try("redactrice", PASSWORD, url="admin:resume", **carried).content.decode()
    assert LOCKED in page
    assert "Un texte pas encore publié" in page
    noted = AccessAttempt.objects.get()
    assert noted.failures_since_start >= settings.AXES_FAILURE_LIMIT
    assert "publi" not in noted.post_data
    assert "faux" not in noted.post_data


@pytest.mark.parametrize(
    ("count", "forwarded", "found"),
    [
        (0, "203.0.113.5", HERE),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "8.8.8.8, 203.0.113.5", "203.0.113.5"),  # the left one was written by the visitor
        (2, "8.8.8.8, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (2, "203.0.113.5", HERE),
        (1, "", HERE),
        (1, "n’importe quoi", HERE),
        (1, "2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::"),
    ],
)
def test_network_is_read_from_the_trusted_end(settings, count, forwarded, found):
    settings.PROXY_COUNT = count
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert client_network(RequestFactory().get("/", headers=headers, REMOTE_ADDR=HERE)) == found


def test_passwords_are_kept_with_argon2(account):
    assert account.password.startswith("argon2$")
