"""Logging in by the provider: who comes in, with which roles, and who does not."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backoffice.access.proof import has_proved_second_factor, proof_of
from backoffice.models import Identity, JournalLine, OpenSession
from tests.backoffice.provider.serving import EC_KEY, SECRET, signed
from tests.builders import make_user


def _roles(account):
    return sorted(account.groups.values_list("name", flat=True))


def _said(response, status):
    assert response.status_code == status
    page = response.content.decode()
    assert "La connexion n’a pas abouti" in page
    assert reverse("admin:login") in page
    return page


def test_person_comes_in_with_the_role_that_the_claims_give(client, travel, there):
    response = travel(client, next="/admin/initiatives/initiative/")
    assert (response.status_code, response.url) == (302, "/admin/initiatives/initiative/")
    account = User.objects.get()
    assert (account.username, account.get_full_name()) == ("agent@exemple.fr", "Claude Exemple")
    assert _roles(account) == ["rédaction"]
    assert not account.has_usable_password()
    assert client.get("/admin/").status_code == 200
    identity = Identity.objects.get()
    assert (identity.issuer, identity.subject, identity.account) == (there.issuer, "agent-7", account)
    assert client.get(reverse("admin:account")).content.decode().count("par ProEssai") == 1


def test_log_in_is_told_in_the_journal(client, travel):
    travel(client)
    lines = JournalLine.objects.order_by("pk").values_list("kind", "who", "told")
    assert list(lines) == [
        ("account_added", "agent@exemple.fr", "par ProEssai"),
        ("rights_changed", "agent@exemple.fr", "par ProEssai\u00a0: rôle rédaction donné"),
        ("logged_in", "agent@exemple.fr", "par ProEssai"),
    ]


def test_request_carries_state_nonce_and_pkce(client, travel, there):
    travel(client)
    asked = there.parameters("/authorize")
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 32
    assert asked["redirect_uri"] == f"http://testserver{reverse('admin:provider_return')}"
    assert there.parameters("/token")["client_secret"] == SECRET
    assert len(there.parameters("/token")["code_verifier"]) >= 43


def test_secret_goes_in_a_header_where_the_provider_wants_it(client, travel, there):
    there.described = {"token_endpoint_auth_methods_supported": ["client_secret_basic"]}
    assert travel(client).status_code == 302
    assert "client_secret" not in there.parameters("/token")


def test_provider_that_signs_with_an_elliptic_curve_is_taken(client, travel, there):
    there.sign = lambda claims: signed(claims, key=EC_KEY, algorithm="ES256", kid="ec")
    assert travel(client).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_second_log_in_finds_the_account_whatever_its_address_is_now(client, travel, there):
    travel(client)
    there.person |= {"email": "nouvelle@exemple.fr", "usual_name": "Autrement"}
    assert travel(Client()).status_code == 302
    account = User.objects.get()
    assert (account.email, account.last_name, account.username) == (
        "nouvelle@exemple.fr",
        "Autrement",
        "agent@exemple.fr",
    )


def test_another_person_with_the_same_address_gets_an_account_of_its_own(client, travel, there):
    travel(client)
    there.person["sub"] = "agent-8"
    travel(Client())
    assert set(User.objects.values_list("username", flat=True)) == {"agent@exemple.fr", "agent@exemple.fr-2"}


def test_roles_follow_the_claims_downward_and_close_the_other_sessions(client, travel, there):
    there.person["roles"] = ["solidaire-redaction", "solidaire-edition", "autre-service"]
    travel(client)
    assert _roles(User.objects.get()) == ["rédaction", "édition"]
    there.person["roles"] = "solidaire-redaction"
    again = Client()
    travel(again)
    assert _roles(User.objects.get()) == ["rédaction"]
    assert client.get("/admin/").status_code == 302
    assert again.get("/admin/").status_code == 200
    assert JournalLine.objects.filter(kind="rights_changed").first().told == "par ProEssai\u00a0: rôle édition retiré"


def test_person_who_lost_every_role_is_refused_and_logged_out_everywhere(client, travel, there):
    travel(client)
    there.person["roles"] = []
    assert "aucun rôle" in _said(travel(Client()), 403)
    account = User.objects.get()
    assert (_roles(account), account.is_staff) == ([], False)
    assert client.get("/admin/").status_code == 302
    assert not OpenSession.objects.exists()


def test_demotion_in_the_same_browser_keeps_that_session(client, travel, there):
    there.person["roles"] = ["solidaire-edition"]
    travel(client)
    there.person["roles"] = ["solidaire-redaction"]
    assert travel(client).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_stranger_without_a_role_gets_no_account(client, travel, there):
    del there.person["roles"]
    _said(travel(client), 403)
    assert not User.objects.exists()
    assert JournalLine.objects.get().kind == "log_in_failed"


def test_roles_are_read_at_their_way_down(client, travel, there, settings):
    settings.OIDC_ROLES_CLAIM = "realm_access.roles"
    there.person["realm_access"] = {"roles": ["solidaire-edition"]}
    travel(client)
    assert _roles(User.objects.get()) == ["édition"]


def test_nobody_becomes_an_administrator_unless_the_mapping_says_so(client, travel, there, settings):
    there.person["roles"] = ["administration", "solidaire-redaction"]
    travel(client)
    assert _roles(User.objects.get()) == ["rédaction"]
    settings.OIDC_ROLES = {"administration": "administration"}
    travel(Client())
    assert _roles(User.objects.get()) == ["administration", "rédaction"]  # the mapping speaks of the former only
    assert not User.objects.get().is_superuser


def test_role_that_the_mapping_does_not_name_stays_as_it_was_given(client, travel, there):
    account = make_user("cheffe", group="administration")
    Identity.objects.create(issuer=there.issuer, subject="agent-7", account=account)
    travel(client)
    assert _roles(account) == ["administration", "rédaction"]


def test_without_a_claim_for_roles_they_are_given_here(client, travel, there, settings):
    settings.OIDC_ROLES_CLAIM, settings.OIDC_ROLES = "", {}
    assert "aucun rôle" in _said(travel(client), 403)
    account = User.objects.get()
    account.groups.add(*make_user(group="édition").groups.all())
    assert travel(client).status_code == 302
    assert _roles(account) == ["édition"]


def test_unknown_person_is_told_the_way_where_accounts_are_not_opened(client, travel, settings):
    settings.OIDC_CREATE_ACCOUNTS = False
    assert "« Mon compte »" in _said(travel(client), 403).replace("\u00a0", " ")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("is_set", "is_verified", "role", "is_tied"),
    [
        (True, True, "rédaction", True),
        (False, True, "rédaction", False),
        (True, False, "rédaction", False),
        (True, "true", "rédaction", False),
        (True, True, "administration", False),
    ],
)
def test_account_is_tied_by_a_verified_address_only_where_this_is_set(
    client, travel, there, settings, is_set, is_verified, role, is_tied
):
    settings.OIDC_CREATE_ACCOUNTS, settings.OIDC_LINK_BY_EMAIL = False, is_set
    there.person |= {"email_verified": is_verified, "email": "AGENT@exemple.fr"}
    account = make_user("locale", group=role, email="agent@exemple.fr", first_name="Sacha")
    assert travel(client).status_code == (302 if is_tied else 403)
    assert Identity.objects.filter(account=account).exists() is is_tied
    account.refresh_from_db()
    assert account.first_name == "Sacha"  # the account was not opened by the provider


def test_address_of_two_accounts_ties_none(client, travel, settings):
    settings.OIDC_CREATE_ACCOUNTS, settings.OIDC_LINK_BY_EMAIL = False, True
    for _ in range(2):
        make_user(group="rédaction", email="agent@exemple.fr")
    assert travel(client).status_code == 403


def test_inactive_account_stays_out_and_keeps_its_roles(client, travel, there):
    travel(client)
    User.objects.update(is_active=False)
    assert client.get("/admin/").status_code == 302
    there.person["roles"] = ["solidaire-edition"]
    assert "désactivé" in _said(travel(Client()), 403)
    assert _roles(User.objects.get()) == ["rédaction"]


@pytest.mark.parametrize(
    ("said", "asked", "is_proved"),
    [
        ({"amr": ["pwd", "mfa"]}, ["mfa"], True),
        ({"acr": "eidas2"}, ["mfa", "eidas2"], True),
        ({"amr": ["pwd"], "acr": "eidas1"}, ["mfa", "eidas2"], False),
        ({"amr": ["pwd", "mfa"]}, [], False),
    ],
)
def test_second_factor_is_proved_where_the_id_token_says_so(client, travel, there, settings, said, asked, is_proved):
    settings.OIDC_SECOND_FACTORS = asked
    there.bent = said
    there.person["amr"] = ["mfa"]  # of the userinfo, which says nothing of this log-in
    travel(client)
    assert has_proved_second_factor(client.session) is is_proved


def test_level_of_assurance_is_asked_and_required(client, travel, there, settings):
    settings.OIDC_ACR_VALUES, settings.OIDC_CLAIMS = "eidas2 eidas3", '{"id_token": {"amr": {"essential": true}}}'
    assert travel(client).status_code == 400
    assert there.parameters("/authorize")["acr_values"] == "eidas2 eidas3"
    assert "essential" in there.parameters("/authorize")["claims"]
    there.bent = {"acr": "eidas3"}
    assert travel(client).status_code == 302


def test_session_ends_at_a_set_hour_whatever_is_done_in_it(client, travel, settings):
    settings.OIDC_SESSION_HOURS = 2
    travel(client)
    ends = client.session.get_expiry_date()
    assert timedelta(minutes=119) < ends - timezone.now() <= timedelta(hours=2)
    session = client.session
    session["seen_at"] = 0
    session.save()
    client.get("/admin/")
    assert client.session.get_expiry_date() == ends


def test_attempt_does_not_shorten_the_session_of_a_password(client, travel, there):
    make_user("redactrice", group="rédaction", password="une-longue-phrase-7")
    client.get(reverse("admin:provider"))
    client.post(reverse("admin:login"), {"username": "redactrice", "password": "une-longue-phrase-7"})
    assert client.session.get_expiry_age() > 3600
    assert proof_of(client.session) is None


def test_sessions_of_the_provider_end_with_its_configuration(client, travel, settings):
    travel(client)
    settings.OIDC_ISSUER = ""
    assert client.get("/admin/").status_code == 302


def test_person_proves_itself_anew(client, travel, there):
    travel(client, next="/admin/compte/")
    there.bent = {"auth_time": 1_000_000_000}
    assert travel(client, encore="1").status_code == 400
    assert there.parameters("/authorize") | {"prompt": "login", "max_age": "0"} == there.parameters("/authorize")
    there.bent = {}
    assert travel(client, encore="1", next="/admin/compte/").url == "/admin/compte/"
    assert timezone.now() - proof_of(client.session).moment < timedelta(seconds=30)


def test_proof_is_as_old_as_the_provider_says(client, travel, there):
    there.bent = {"auth_time": 1_500_000_000}
    travel(client)
    assert proof_of(client.session).at == 1_500_000_000


@pytest.mark.parametrize("fields", [{"subject": "a"}, {"account": None}, {"subject": ""}])
def test_identity_is_one_and_of_somebody(db, fields):
    first, second = make_user(), make_user()
    Identity.objects.create(issuer="https://id.exemple.fr", subject="a", account=first)
    row = {"issuer": "https://id.exemple.fr", "subject": "b", "account": second} | fields
    row["account"] = row["account"] or first
    told = r"backoffice_identity_(once|one_an_account|has_subject)"
    with pytest.raises(IntegrityError, match=told), transaction.atomic():
        Identity.objects.create(**row)
