"""Who is who: accounts, sessions and tokens that are planted or guessed, rights that are sent along."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiatives.models import Initiative
from tests.backoffice.forms import form_of, save
from tests.builders import make_initiative, make_user
from tests.bulletins.issues import make_cited, make_draft
from tests.config.forgotten import send_queued_links
from workshop.proof.outside import open_link, token_of

PASSWORD = "un-long-mot-de-passe"
pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return make_user("redactrice", group="rédaction", password=PASSWORD, email="redaction@exemple.fr")


def test_session_that_was_planted_is_not_the_one_that_logs_in(client, account):
    planted = SessionStore()
    planted["a"] = "b"
    planted.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    response = client.post(reverse("admin:login"), {"username": "redactrice", "password": PASSWORD})
    assert response.status_code == 302
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted.session_key
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    assert thief.get(reverse("admin:index")).status_code == 302


def test_nobody_is_logged_in_from_another_site(account):
    """A form elsewhere that logs a person in under the account of someone else, who reads later what was typed."""
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("admin:login"), {"username": "redactrice", "password": PASSWORD})
    assert response.status_code == 403
    assert settings.SESSION_COOKIE_NAME not in response.cookies


def test_forgotten_password_answers_alike_for_an_account_and_for_none(client, account, mailoutbox):
    """The same work too: what is asked of the database, and no mail before the answer."""
    url, answers, asked = reverse("admin_password_reset"), [], []
    for email in ("redaction@exemple.fr", "personne@exemple.fr"):
        with CaptureQueriesContext(connection) as queries:
            answers.append(client.post(url, {"email": email}))
        asked.append([re.sub(r"'[^']*'|\d+", "…", one["sql"]) for one in queries.captured_queries])
    assert len({(one.status_code, one.headers.get("Location"), one.content) for one in answers}) == 1
    assert asked[0] == asked[1] != []
    assert mailoutbox == []
    send_queued_links()
    assert len(mailoutbox) == 1


def test_an_unknown_name_costs_the_same_work(client, account, monkeypatch):
    """Passwords are hashed for names that do not exist too: what takes the time is done once for either."""
    hashed = []
    verify, encode = Argon2PasswordHasher.verify, Argon2PasswordHasher.encode
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *told: hashed.append(1) or verify(*told))
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *told: hashed.append(1) or encode(*told))
    counts = []
    for name in ("redactrice", "personne"):
        hashed.clear()
        client.post(reverse("admin:login"), {"username": name, "password": "faux-mot-de-passe"})
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0


def test_tokens_are_compared_in_a_time_that_tells_nothing(client, officer, monkeypatch):
    link = open_link(bulletin=make_draft(make_cited()), reader="Cabinet", days=3, by=officer)
    compared = []
    same = signing.constant_time_compare
    monkeypatch.setattr(signing, "constant_time_compare", lambda *pair: compared.append(pair) or same(*pair))
    token = token_of(link)
    forged = token[:-1] + ("a" if token[-1] != "a" else "b")
    paths = [
        reverse("proofs:proof", args=[forged]),
        reverse("bulletins:embargo", args=["1:" + "a" * 43]),
        reverse("initiatives:picture", args=["a" * 64, 480, "jpeg"]) + "?cle=1abc:" + "a" * 43,
    ]
    for number, path in enumerate(paths, start=1):
        assert client.get(path).status_code == 404, path
        assert len(compared) >= number, path


def test_every_letter_of_a_token_counts(client, officer):
    token = token_of(open_link(bulletin=make_draft(make_cited()), reader="Cabinet", days=3, by=officer))
    for place, letter in enumerate(token[:-1]):  # the last one holds bits that base64 leaves out
        forged = token[:place] + ("a" if letter != "a" else "b") + token[place + 1 :]
        assert client.get(reverse("proofs:proof", args=[forged])).status_code == 404, place
    assert client.get(reverse("proofs:proof", args=[token])).status_code == 200


def test_no_field_is_written_that_the_form_does_not_show(client, officer, editor):
    row = make_initiative("Brouillon", published=False, created_by=officer)
    client.force_login(officer)
    url = reverse("admin:initiatives_initiative_change", args=[row.pk])
    more = {
        "status": "published",
        "published_at_0": "01/01/2020",
        "published_by": editor.pk,
        "approved_by": editor.pk,
        "created_by": editor.pk,
        "merged_into": row.pk,
        "withdrawal_reason": "x",
        "search_vector": "x",
        "slug": "autre",
        "id": "999999",
    }
    assert save(client, url, "initiative_form", title="Brouillon, mieux dit", **more).status_code == 302
    after = Initiative.objects.get()
    assert (after.title, after.pk) == ("Brouillon, mieux dit", row.pk)
    assert (after.status, after.created_by, after.published_by) == (Initiative.Status.DRAFT, officer, None)


def test_no_right_is_sent_along_with_an_account(client, administrator, account):
    client.force_login(administrator)
    url = reverse("admin:auth_user_change", args=[account.pk])
    data = form_of(client.get(url), "user_form") | {"is_superuser": "on", "user_permissions": ["1"], "password": "x"}
    client.post(url, data | {"_save": "1"})
    before = account.password
    account.refresh_from_db()
    assert (account.is_superuser, account.user_permissions.count(), account.password) == (False, 0, before)
