"""Passwords of this site: for everybody, for administrators, for nobody, and never closed without another way in."""

import pytest
from django.core import mail
from django.urls import reverse

from backoffice.access.accounts import InvitationRefused, invite
from backoffice.access.provider.checks import check_provider
from tests.builders import make_user
from tests.config.forgotten import send_queued_links

LOGIN = reverse("admin:login")
PASSWORD = "une-longue-phrase-7"
NAME, BUTTON = 'name="username"', "Se connecter avec ProEssai"


@pytest.fixture
def accounts(db):
    return [
        make_user("officier", group="rédaction", password=PASSWORD, email="officier@exemple.fr"),
        make_user("cheffe", group="administration", password=PASSWORD, email="cheffe@exemple.fr"),
        make_user("super", is_superuser=True, is_staff=True, password=PASSWORD, email="super@exemple.fr"),
    ]


def _statuses(client, accounts):
    return [
        client.post(LOGIN, {"username": account.username, "password": PASSWORD}).status_code for account in accounts
    ]


@pytest.mark.parametrize(
    ("rule", "let_in"), [("on", [302, 302, 302]), ("administrators", [200, 302, 302]), ("off", [200, 200, 200])]
)
def test_password_lets_in_whom_the_setting_says(client, accounts, there, settings, rule, let_in):
    settings.LOCAL_ACCOUNTS = rule
    page = client.get(LOGIN).content.decode()
    assert BUTTON in page
    assert (NAME in page) is (rule != "off")
    assert _statuses(client, accounts) == let_in
    for account in accounts:
        client.post(reverse("admin_password_reset"), {"email": account.email})
    send_queued_links()
    assert [status for status in let_in if status == 302] == [302] * len(mail.outbox)


def test_refusal_says_the_other_way(client, accounts, there, settings):
    settings.LOCAL_ACCOUNTS = "administrators"
    page = client.post(LOGIN, {"username": "officier", "password": PASSWORD}).content.decode()
    assert "par votre organisation" in page
    page = client.post(LOGIN, {"username": "officier", "password": "faux"}).content.decode()
    assert "par votre organisation" not in page  # told to whom the password is known


def test_without_a_provider_nothing_is_closed(client, accounts, settings):
    settings.LOCAL_ACCOUNTS = "off"
    page = client.get(LOGIN).content.decode()
    assert NAME in page
    assert "Se connecter avec" not in page
    assert _statuses(client, accounts) == [302, 302, 302]


def test_nobody_is_invited_to_a_password_that_opens_nothing(accounts, there, settings):
    settings.LOCAL_ACCOUNTS = "off"
    account = make_user("nouvelle", group="rédaction", email="nouvelle@exemple.fr")
    with pytest.raises(InvitationRefused, match="par son organisation"):
        invite(account=account, by=accounts[1], site="https://solidaire.exemple.fr")


def test_way_on_goes_along_to_the_provider(client, db, there):
    aim = "/admin/initiatives/initiative/?q=masques&p=2"
    page = client.get(LOGIN, {"next": aim}).content.decode()
    assert "?next=%2Fadmin%2Finitiatives%2Finitiative%2F%3Fq%3Dmasques%26p%3D2" in page


TRUSTED = {
    "OIDC_ISSUER": "https://id.exemple.fr",
    "OIDC_CLIENT_ID": "solidaire",
    "OIDC_CLIENT_SECRET": "secret",
    "OIDC_ROLES_CLAIM": "roles",
    "OIDC_ROLES": {"a": "édition"},
}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (dict.fromkeys(TRUSTED, ""), []),
        ({}, []),
        ({"OIDC_CLIENT_SECRET": ""}, ["W010"]),
        ({"OIDC_ISSUER": "", "LOCAL_ACCOUNTS": "off"}, ["E011", "W010"]),
        ({"LOCAL_ACCOUNTS": "off"}, ["W012"]),
        ({"LOCAL_ACCOUNTS": "off", "OIDC_CREATE_ACCOUNTS": True}, []),
        ({"LOCAL_ACCOUNTS": "jamais"}, ["E010"]),
        ({"OIDC_ISSUER": "id.exemple.fr"}, ["E012"]),
        ({"OIDC_ISSUER": "http://id.exemple.fr", "PRODUCTION": True}, ["E012"]),
        ({"OIDC_ISSUER": "http://127.0.0.1:9000"}, []),
        ({"OIDC_SCOPES": "email"}, ["E013"]),
        ({"OIDC_ROLES": {"a": "chef"}}, ["E014"]),
        ({"OIDC_ROLES": ["édition"]}, ["E014"]),
        ({"OIDC_ROLES": {}}, ["W011"]),
        ({"OIDC_ROLES_CLAIM": ""}, ["W011"]),
        ({"OIDC_CLAIMS": "{"}, ["E015"]),
        ({"OIDC_SESSION_HOURS": 0.0}, ["E016"]),
    ],
    ids=str,
)
def test_half_a_configuration_is_told(settings, changes, found):
    for name, value in (TRUSTED | changes).items():
        setattr(settings, name, value)
    assert [message.id for message in check_provider()] == [f"solidaire.{name}" for name in found]
