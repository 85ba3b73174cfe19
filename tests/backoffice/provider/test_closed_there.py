"""The provider says that it has logged somebody out: what it has opened here ends, and nothing else."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backoffice.models import OpenSession
from backoffice.models.journal import JournalLine
from tests.backoffice.access.telephones import is_in
from tests.backoffice.provider.serving import CLIENT, OTHER_KEY, forged, signed
from tests.builders import make_user

CLOSED = reverse("admin:provider_closed_there")
EVENTS = {"http://schemas.openid.net/event/backchannel-logout": {}}


def _token(there, *, sign=signed, **bent):
    now = int(time.time())
    claims = {"iss": there.issuer, "aud": CLIENT, "sub": "agent-7", "iat": now, "exp": now + 120, "jti": "1"}
    claims |= {"events": EVENTS} | bent
    return sign({name: value for name, value in claims.items() if value is not None})


def _say(token):
    return Client(enforce_csrf_checks=True).post(CLOSED, {"logout_token": token})


@pytest.mark.parametrize("bent", [{}, {"exp": None}, {"sid": "s-1"}, {"aud": [CLIENT]}])
def test_sessions_that_the_provider_opened_end(client, travel, there, bent):
    travel(client)
    account = User.objects.get(identities__subject="agent-7")
    by_password, other = Client(), Client()
    by_password.force_login(account)
    other.force_login(make_user(group="rédaction"))
    is_in(by_password)
    response = _say(_token(there, **bent))
    assert (response.status_code, response.content) == (200, b"")
    assert "no-store" in response["Cache-Control"]
    assert (is_in(client), is_in(by_password), is_in(other)) == (False, True, True)
    line = JournalLine.objects.get(kind="session_closed")
    assert (line.about_id, line.told, line.account) == (str(account.pk), "par le fournisseur (1)", None)


@pytest.mark.parametrize(
    "bent",
    [
        {"iss": "https://autre.exemple"},
        {"aud": "autre"},
        {"iat": 1},
        {"exp": 1},
        {"iat": None},
        {"jti": None},
        {"sub": None},
        {"sub": 7},
        {"nonce": "n"},
        {"events": None},
        {"events": {}},
        {"events": "x"},
        {"events": {"http://schemas.openid.net/event/backchannel-logout": "x"}},
        {"sign": lambda claims: signed(claims, key=OTHER_KEY)},
        {"sign": lambda claims: forged(claims, algorithm="none")},
        {"sign": lambda claims: "x"},
        {"sign": lambda claims: ""},
    ],
)
def test_forged_word_ends_nothing(client, travel, there, bent):
    travel(client)
    response = _say(_token(there, **bent))
    assert (response.status_code, response.json()) == (400, {"error": "invalid_request"})
    assert is_in(client)


def test_word_that_is_said_again_ends_no_later_session(client, travel, there):
    travel(client)
    token = _token(there)
    later = timezone.now() + timedelta(minutes=2)
    OpenSession.objects.update(first_seen=later, last_seen=later)
    assert _say(token).status_code == 200
    assert is_in(client)


def test_word_of_a_stranger_is_taken_and_does_nothing(client, travel, there):
    travel(client)
    assert _say(_token(there, sub="personne")).status_code == 200
    assert is_in(client)
    assert client.get(CLOSED).status_code == 405


def test_without_a_provider_there_is_no_such_address(db):
    assert _say("x").status_code == 404
