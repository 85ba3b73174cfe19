"""Tying one's own account to the identity at the provider: by the person, logged in, who says yes."""

import pytest
from django.test import Client
from django.urls import reverse

from backoffice.models import Identity, JournalLine
from tests.backoffice.provider.conftest import way_back
from tests.builders import make_user

LINK, CUT, ACCOUNT = reverse("admin:provider_link"), reverse("admin:provider_unlink"), reverse("admin:account")


@pytest.fixture
def person(db, client):
    account = make_user("locale", group="édition", password="une-longue-phrase-7")
    client.force_login(account)
    return account


def _said(response):
    return response.content.decode()


def test_account_is_tied_once_the_person_says_yes(client, person, travel, there):
    assert f"{reverse('admin:provider')}?lier=1" in _said(client.get(ACCOUNT))
    assert travel(client, lier="1").url == LINK
    page = _said(client.get(LINK))
    assert "Claude Exemple" in page
    assert not Identity.objects.exists()
    assert "est lié" in _said(client.post(LINK, follow=True))
    assert Identity.objects.get().account == person
    assert JournalLine.objects.get(kind="provider_linked").who == "locale"
    assert "aucune liaison" in _said(client.post(LINK, follow=True)).lower()  # it serves once
    there.person["roles"] = "solidaire-edition"
    other = Client()
    assert travel(other).status_code == 302
    assert other.get(ACCOUNT).context["user"] == person


def test_tying_gives_and_takes_no_role(client, person, travel, there):
    travel(client, lier="1")
    client.post(LINK)
    assert [group.name for group in person.groups.all()] == ["édition"]


def test_yes_needs_the_form_of_the_page(person, travel, there):
    """An address that somebody sends, logged in there as itself, ties nothing by being opened."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    travel(browser, lier="1")
    assert browser.post(LINK).status_code == 403
    assert not Identity.objects.exists()


def test_return_for_another_account_is_refused(client, person, there):
    url = way_back(client, there, lier="1")
    session = client.session
    kept = dict(session["oidc_states"])
    client.force_login(make_user(group="rédaction"))
    session = client.session
    session["oidc_states"] = kept
    session.save()
    assert client.get(url).status_code == 400


def test_link_is_asked_of_nobody(client, db, there):
    assert client.get(reverse("admin:provider"), {"lier": "1"}).url == reverse("admin:login")
    assert reverse("admin:login") in client.get(LINK).url


def test_identity_opens_one_account_and_an_account_has_one_identity(client, person, travel, there):
    other = make_user(group="rédaction")
    identity = Identity.objects.create(issuer=there.issuer, subject="agent-7", account=other)
    travel(client, lier="1")
    assert "autre compte" in _said(client.post(LINK, follow=True))
    identity.account, identity.subject = person, "agent-8"
    identity.save()
    travel(client, lier="1")
    assert "déjà lié" in _said(client.post(LINK, follow=True))
    assert Identity.objects.get().subject == "agent-8"


def test_old_yes_is_asked_again(client, person, travel, there):
    travel(client, lier="1")
    session = client.session
    session["identity_to_link"]["at"] -= 601
    session.save()
    assert client.post(LINK).url == ACCOUNT
    assert not Identity.objects.exists()


def test_account_is_untied(client, person, travel, there):
    Identity.objects.create(issuer=there.issuer, subject="agent-7", account=person)
    assert "Délier" in _said(client.get(ACCOUNT))
    assert client.get(CUT).status_code == 405
    assert "n’est plus lié" in _said(client.post(CUT, follow=True))
    assert not Identity.objects.exists()
    assert JournalLine.objects.get(kind="provider_unlinked").who == "locale"
    assert "n’était pas lié" in _said(client.post(CUT, follow=True))


@pytest.mark.parametrize("closed_by", ["no password", "LOCAL_ACCOUNTS"])
def test_last_way_in_is_not_cut(client, person, there, settings, closed_by):
    Identity.objects.create(issuer=there.issuer, subject="agent-7", account=person)
    if closed_by == "no password":
        person.set_unusable_password()
        person.save()
        client.force_login(person)
    else:
        settings.LOCAL_ACCOUNTS = "administrators"
    assert "ne s’ouvre que par" in _said(client.post(CUT, follow=True))
    assert Identity.objects.exists()


def test_without_a_provider_the_account_speaks_of_none(client, person):
    assert "lier=1" not in _said(client.get(ACCOUNT))
    assert client.post(LINK).status_code == client.post(CUT).status_code == 404


def test_administrator_unties_an_account_and_ends_its_sessions(client, person, travel, there, administrator):
    there.person["roles"] = "solidaire-edition"
    Identity.objects.create(issuer=there.issuer, subject="agent-7", account=person)
    travel(client)
    url = reverse("admin:auth_user_act", args=[person.pk, "delier"])
    keeper = Client()
    keeper.force_login(administrator)
    assert "Délier" in keeper.get(reverse("admin:auth_user_change", args=[person.pk])).content.decode()
    assert keeper.post(url, {"version": ""}).status_code == 302
    assert not Identity.objects.exists()
    assert JournalLine.objects.get(kind="provider_unlinked").who == administrator.username
    assert client.get("/admin/").status_code == 302
    assert "Délier" not in keeper.get(reverse("admin:auth_user_change", args=[person.pk])).content.decode()


def test_nothing_is_untied_without_a_provider(client, administrator, person):
    client.force_login(administrator)
    url = reverse("admin:auth_user_act", args=[person.pk, "delier"])
    response = client.post(url, {"version": ""})
    assert (response.status_code, "n’est réglé" in _said(response)) == (409, True)
