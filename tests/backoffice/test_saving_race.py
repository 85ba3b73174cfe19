"""Two officers press “Enregistrer” at the same moment: one text never replaces the other unseen."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from backoffice import versioned
from tests.backoffice.forms import form_of
from tests.builders import make_organisation, make_user

pytestmark = pytest.mark.django_db(transaction=True)  # rows that other connections see


def _change(row):
    return reverse("admin:organisations_organisation_change", args=[row.pk])


def _race(url: str, typed: dict, usernames: list[str]) -> list[int]:
    """Two people press “Enregistrer” at the same moment with the same version."""
    statuses, start = [], threading.Barrier(len(usernames))

    def press(username: str) -> None:
        try:
            client = Client()
            client.force_login(User.objects.get(username=username))
            start.wait()
            statuses.append(
                client.post(url, {**typed, "description": f"Texte de {username}", "_save": "1"}).status_code
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[username]) for username in usernames]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


def test_of_two_saves_at_once_one_is_refused(client):
    for name in ("anne", "bruno"):
        make_user(name, group="rédaction")
    row = make_organisation("Meloko")
    client.force_login(make_user("chef", group="rédaction"))
    typed = form_of(client.get(_change(row)), "organisation_form")
    assert _race(_change(row), typed, ["anne", "bruno"]) == [302, 409]
    row.refresh_from_db()
    assert row.version == 2


def test_control_without_the_row_check_both_saves_pass(client, monkeypatch):
    """The control of the test above: with the checks off, one text replaces the other unseen."""
    monkeypatch.setattr(versioned, "take_next_version", lambda row, expected: None)
    for name in ("anne", "bruno"):
        make_user(name, group="rédaction")
    row = make_organisation("Meloko")
    client.force_login(make_user("chef", group="rédaction"))
    typed = form_of(client.get(_change(row)), "organisation_form")
    assert _race(_change(row), typed, ["anne", "bruno"]) == [302, 302]
