"""Every address of the back office × every role: what is answered to a reading and to an empty form.

`table.txt` holds a line for each address, row and role. An address without a line fails: say there what it answers.
`REWRITE_PERMISSIONS=1` writes the table anew, for its changes to be read in the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from tests.backoffice.access.telephones import make_account_with_factor
from tests.config.headers import lacking
from tests.permissions.world import ROLES, addresses, make_world

TABLE = Path(__file__).with_name("table.txt")
ABOUT_ACCOUNTS = re.compile(r"^admin:(auth_|[^_]*$|password_|close_|factor|key_)")


def _answer(client: Client, method: str, url: str, lost: set[str]) -> str:
    """The status of the answer; what the request changed is undone. `lost` gathers what its headers lack."""
    with transaction.atomic():
        response = getattr(client, method)(url)
        for (
            close
        ) in response._resource_closers:  # `response.close()` would end the request, and the transaction with it
            close()
        transaction.set_rollback(True)
    lost.update(f"{name}: {method} {url}" for name in lacking(response))
    return str(response.status_code)


def _session_of(role: str) -> str:
    client = Client()
    client.force_login(User.objects.get(username=role.replace(" ", "-")))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _answers(url: str, sessions: list[str], lost: set[str]) -> list[str]:
    """By role. The session is the one of before: what an address did to it is undone with the rest."""
    found = []
    for session in sessions:
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        found.append("/".join(_answer(client, method, url, lost) for method in ("get", "post")))
    return found


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Made once: each test looks at it, and what it changes is undone."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), transaction.atomic(), media:
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def asked(world, db):
    return addresses(world)


def test_table_tells_what_each_role_is_answered(asked):
    sessions = [_session_of(role) for role in ROLES]
    width = max(len(str(one)) for one in asked)
    head = "  ".join([" " * width, *(f"{role:<14}" for role in ROLES)]).rstrip()
    lost: set[str] = set()
    lines = [
        "  ".join([f"{one!s:<{width}}", *(f"{a:<14}" for a in _answers(one.url, sessions, lost))]).rstrip()
        for one in asked
    ]
    told = "\n".join([head, *lines]) + "\n"
    if os.environ.get("REWRITE_PERMISSIONS"):
        TABLE.write_text(told, encoding="utf-8")
    # The width of the table is not what matters.
    kept, found = ({" ".join(line.split()) for line in text.splitlines()} for text in (TABLE.read_text("utf-8"), told))
    assert {"lines that are no more true": kept - found, "lines that the table lacks": found - kept} == {
        "lines that are no more true": set(),
        "lines that the table lacks": set(),
    }
    assert not [line for line in lines if "500" in line]
    assert lost == set()


def test_nobody_is_answered_without_logging_in(asked, client):
    """A reading is led to the login; what a form sent is kept for after it (401)."""
    assert [str(one) for one in asked if "/admin/login/" not in client.get(one.url).headers.get("Location", "")] == []
    assert [str(one) for one in asked if client.post(one.url).status_code not in (302, 401)] == []


def test_nobody_is_answered_without_the_code(asked):
    """Half logged in, by a session that knows the password alone: every page leads to the code."""
    account, _, _ = make_account_with_factor("administratrice", "administration")
    session = Client()
    session.force_login(account)
    cookie, key = settings.SESSION_COOKIE_NAME, session.session.session_key
    led, kept = [], []
    for one in asked:
        client = Client()
        client.cookies[cookie] = key
        with transaction.atomic():  # the first answer ends the session: each address meets it as it was
            read = client.get(one.url)
            transaction.set_rollback(True)
        client.cookies[cookie] = key
        with transaction.atomic():
            sent = client.post(one.url)
            transaction.set_rollback(True)
        if not read.headers.get("Location", "").startswith("/admin/code/"):
            led.append(str(one))
        if sent.status_code != 401 or "code-form" not in sent.content.decode():
            kept.append(str(one))
    assert led == []
    assert kept == []


def test_nobody_who_must_have_a_factor_is_answered_without_one(asked, settings):
    settings.SECOND_FACTOR_REQUIRED_FOR = ["administration"]
    client = Client()
    client.force_login(User.objects.get(username="administration"))
    setting_up = reverse("admin:factor")
    answered = {
        one.name
        for one in asked
        if client.get(one.url).headers.get("Location") != setting_up
        or client.post(one.url).headers.get("Location") != setting_up
    }
    assert answered == {"admin:factor", "admin:factor_codes", "admin:keys", "admin:key_challenge_to_add", "admin:prove"}


def _rights() -> tuple[set, set, set]:
    own = User.user_permissions.through.objects.values_list("user__username", "permission")
    roles = User.groups.through.objects.values_list("user__username", "group__name")
    granted = Group.permissions.through.objects.values_list("group__name", "permission")
    every = set(User.objects.values_list("username", "is_superuser", "is_staff"))
    return every | set(own), set(roles), set(granted)


def _raised_by(role: str, asked: list) -> list[str]:
    """Addresses of accounts where a forged form of this role changed what anybody may do."""
    account = User.objects.get(username=role)
    ids = [str(pk) for pk in Group.objects.values_list("pk", flat=True)]
    forged = {"groups": ids, "user_permissions": ["1"], "permissions": ["1"], "user_set": [account.pk]}
    forged |= {
        "is_superuser": "on",
        "is_staff": "on",
        "is_active": "on",
        "username": "forgee",
        "email": "forgee@exemple.fr",
    }
    forged |= {"action": "delete_selected", "_selected_action": [account.pk], "post": "yes", "_save": "1"}
    forged |= {"sector-TOTAL_FORMS": "0", "sector-INITIAL_FORMS": "0", "_acte_second-facteur": "1", "reason": "x"}
    session, before, raised = _session_of(role), _rights(), []
    for one in asked:
        if not ABOUT_ACCOUNTS.search(one.name):
            continue
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        with transaction.atomic():
            client.post(one.url, forged)
            if _rights() != before:
                raised.append(str(one))
            transaction.set_rollback(True)
    return raised


@pytest.mark.parametrize("role", ["rédaction", "édition"])
def test_nobody_raises_anybody_by_any_address(asked, role):
    assert _raised_by(role, asked) == []


def test_forged_form_that_raises_is_seen(asked):
    """The control: the administration does change rights, on the pages of accounts and nowhere else."""
    raised = _raised_by("administration", asked)
    assert raised
    assert all(one.startswith("admin:auth_user_") for one in raised)
