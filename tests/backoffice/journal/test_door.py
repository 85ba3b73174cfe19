"""Who comes in, who does not, who leaves; passwords; what the administration does to accounts."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.urls import reverse

from backoffice.access.accounts import invitation_url
from backoffice.journal import door
from backoffice.journal.kinds import Kind
from backoffice.models import JournalLine, OpenSession
from tests.builders import make_user
from tests.config.forgotten import send_queued_links

LOGIN = reverse("admin:login")
PASSWORD = "une phrase pour entrer ici"


@pytest.fixture
def edith(db):
    return make_user("edith", group="édition", password=PASSWORD, email="edith@exemple.fr")


@pytest.fixture
def administration(client, db):
    account = make_user("adele", group="administration")
    client.force_login(account)
    return account


def told():
    """Kind, who and details of all lines but log-ins by the test itself, the earliest first."""
    lines = JournalLine.objects.order_by("pk").exclude(kind=Kind.LOGGED_IN)
    return [(line.kind, line.who, line.words, line.told) for line in lines]


def log_in(client, name, password, address="203.0.113.5"):
    return client.post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR=address)


def test_coming_in_and_leaving_are_told_with_the_network(edith, client):
    log_in(client, "edith", PASSWORD)
    client.post(reverse("admin:logout"), REMOTE_ADDR="203.0.113.5")
    lines = JournalLine.objects.order_by("pk")
    assert [(line.kind, line.account, line.network) for line in lines] == [
        (Kind.LOGGED_IN, edith, "203.0.113.x"), (Kind.LOGGED_OUT, edith, "203.0.113.x"),
    ]  # fmt: skip


def test_failure_is_about_the_account_and_no_other_name_is_kept(edith, client):
    log_in(client, "edith", "faux")
    log_in(client, "mon mot de passe", "faux")
    assert told() == [
        (Kind.LOG_IN_FAILED, "non connecté", "edith", ""),
        (Kind.LOG_IN_FAILED, "non connecté", "", "identifiant inconnu"),
    ]
    assert "faux" not in str(list(JournalLine.objects.values()))


def test_lock_out_is_told(edith, client, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        log_in(client, "edith", "faux")
    kinds = [kind for kind, *_ in told()]
    assert kinds.count(Kind.LOCKED_OUT) == 2  # when it begins, and what it then refused
    assert kinds.count(Kind.LOG_IN_FAILED) == settings.AXES_FAILURE_LIMIT - 1


def test_one_network_does_not_fill_the_journal(edith, client, monkeypatch):
    monkeypatch.setattr(door, "MOST_AN_HOUR", 3)
    for number in range(5):
        log_in(client, f"inconnu-{number}", "faux")
    log_in(client, "inconnu", "faux", address="198.51.100.1")
    lines = list(JournalLine.objects.order_by("pk").values_list("network", "told"))
    assert [network for network, _ in lines] == ["203.0.113.x"] * 3 + ["198.51.100.x"]
    assert "ne sont plus écrites pendant une heure" in lines[2][1]


def test_changed_password_is_told_and_a_refused_change_is_not(edith, client):
    client.force_login(edith)
    url = reverse("admin:password_change")
    sent = {
        "old_password": "faux",
        "new_password1": "une autre phrase secrete",
        "new_password2": "une autre phrase secrete",
    }
    client.post(url, sent)
    assert told() == []
    assert client.post(url, sent | {"old_password": PASSWORD}).status_code == 302
    assert told() == [(Kind.PASSWORD_CHANGED, "edith", "edith", "")]


def test_forgotten_password_is_told_when_asked_and_when_chosen(edith, client):
    client.post(reverse("admin_password_reset"), {"email": "edith@exemple.fr"})
    client.post(reverse("admin_password_reset"), {"email": "personne@exemple.fr"})
    send_queued_links()
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body).group(1)
    page = client.get(link, follow=True)
    new = {"new_password1": "une autre phrase secrete", "new_password2": "une autre phrase secrete"}
    client.post(page.redirect_chain[-1][0], new)
    assert told() == [
        (Kind.PASSWORD_ASKED, "non connecté", "edith", ""),
        (Kind.PASSWORD_ASKED, "non connecté", "", "adresse inconnue"),
        (Kind.PASSWORD_RESET, "edith", "edith", ""),
    ]


def test_invited_person_chooses_a_password(edith, client):
    edith.set_unusable_password()
    edith.save()
    page = client.get(invitation_url(edith, site=""), follow=True)
    new = {"new_password1": "une autre phrase secrete", "new_password2": "une autre phrase secrete"}
    client.post(page.redirect_chain[-1][0], new)
    assert told() == [(Kind.PASSWORD_RESET, "edith", "edith", "")]


def test_closed_sessions_are_told(edith, client):
    for _ in range(3):
        type(client)().force_login(edith)
    client.force_login(edith)
    url, first = reverse("admin:close_session"), OpenSession.objects.order_by("pk").first()
    client.post(url, {"session": first.pk})
    client.post(url, {"acte": "autres"})
    client.post(url, {"acte": "autres"})  # there is none left
    assert [(kind, who) for kind, who, *_ in told()] == [(Kind.SESSION_CLOSED, "edith")] * 2
    assert told()[1][3] == "toutes les autres (2)"


def account_form(account, **changes):
    sent = {
        "username": account.username, "first_name": "", "last_name": "", "email": account.email, "is_active": "on",
        "groups": [group.pk for group in account.groups.all()],
        "sector-TOTAL_FORMS": "0", "sector-INITIAL_FORMS": "0", **changes,
    }  # fmt: skip
    return {name: value for name, value in sent.items() if value is not None}


def test_roles_and_states_of_an_account_are_told(edith, administration, client):
    url = reverse("admin:auth_user_change", args=[edith.pk])
    roles = [Group.objects.get(name=name).pk for name in ("rédaction", "administration")]
    assert client.post(url, account_form(edith, groups=roles)).status_code == 302
    client.post(url, account_form(edith, groups=roles, is_active=None, email="autre@exemple.fr"))
    client.post(url, account_form(edith, groups=roles, email="autre@exemple.fr"))
    assert told() == [
        (Kind.RIGHTS_CHANGED, "adele", "edith", "rôles administration et rédaction donnés ; rôle édition retiré"),
        (Kind.ACCOUNT_DEACTIVATED, "adele", "edith", ""),
        (Kind.ACCOUNT_CHANGED, "adele", "edith", "adresse électronique"),
        (Kind.ACCOUNT_ACTIVATED, "adele", "edith", ""),
    ]


def test_account_that_is_added_and_deleted_leaves_its_number(administration, client):
    role = Group.objects.get(name="rédaction").pk
    sent = {"username": "nouvelle", "email": "nouvelle@exemple.fr", "first_name": "", "last_name": "", "groups": [role]}
    client.post(reverse("admin:auth_user_add"), sent | {"sector-TOTAL_FORMS": "0", "sector-INITIAL_FORMS": "0"})
    account = User.objects.get(username="nouvelle")
    assert [kind for kind, *_ in told()] == [Kind.ACCOUNT_ADDED, Kind.RIGHTS_CHANGED, Kind.INVITED]
    client.post(reverse("admin:auth_user_delete", args=[account.pk]), {"post": "yes"})
    kinds, words = [kind for kind, *_ in told()], {one for *_, one, _ in told()}
    assert kinds[-1] == Kind.ACCOUNT_DELETED
    assert words == {f"compte n°\u00a0{account.pk} (supprimé)"}


def test_given_password_is_told(edith, administration, client):
    sent = {"password1": "une autre phrase secrete", "password2": "une autre phrase secrete", "usable_password": "true"}
    client.post(reverse("admin:auth_user_password_change", args=[edith.pk]), sent)
    assert told() == [(Kind.PASSWORD_CHANGED, "adele", "edith", "")]
