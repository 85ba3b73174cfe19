"""Every address of the back office × every role: what is answered to a reading and to an empty form.

`table.txt` holds a line for each address, row and role. An address without a line fails: say there what it answers.
`REWRITE_PERMISSIONS=1` writes the table anew, for its changes to be read in the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from tests.config.headers import lacking
from tests.permissions.world import ROLES, addresses, make_world

TABLE = Path(__file__).with_name("table.txt")


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


@pytest.fixture
def asked(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return addresses(make_world())


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
