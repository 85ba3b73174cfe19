"""The provider beside the second factor, the proof asked anew, and texts that survive the end of a session."""

import pytest
from django.conf import settings as site
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from backoffice.access.factors.pending import HELD
from backoffice.access.proof import proof_of
from backoffice.models import Identity, OpenSession
from tests.backoffice.access.telephones import PASSWORD, give_code, is_in, make_account_with_factor, shown
from tests.builders import make_bulletin, make_initiative, make_section

CODE, PROVE, RESUME = reverse("admin:code"), reverse("admin:prove"), reverse("admin:resume")
ADD = reverse("admin:organisations_organisation_add")
MFA = {"amr": ["pwd", "mfa"]}


@pytest.fixture
def telephone(db, there):
    """That of an account which is tied to the person known there."""
    account, device, _ = make_account_with_factor()
    Identity.objects.create(issuer=there.issuer, subject="agent-7", account=account)
    return device


def _publish_url():
    bulletin = make_bulletin("Bulletin", dated_on="2020-04-30")
    make_section(bulletin, make_initiative("Entraide"), heading="Ici")
    return reverse("admin:bulletins_bulletin_act", args=[bulletin.pk, "publier"])


def test_second_factor_is_asked_where_the_provider_asked_for_none(client, travel, telephone, settings):
    settings.OIDC_SECOND_FACTORS = ["mfa"]
    response = travel(client, next="/admin/compte/")
    assert response.url == f"{CODE}?next=%2Fadmin%2Fcompte%2F"
    assert not is_in(client)
    assert not OpenSession.objects.exists()
    assert give_code(client, shown(telephone), next="/admin/compte/").url == "/admin/compte/"
    proof = proof_of(client.session)
    assert (proof.means, proof.has_second_factor, bool(proof.id_token)) == ("ProEssai", False, True)
    assert client.session.get_expiry_age() <= settings.OIDC_SESSION_HOURS * 3600
    assert OpenSession.objects.get().means == "ProEssai"


def test_second_factor_is_not_asked_twice(client, travel, there, telephone, settings):
    settings.OIDC_SECOND_FACTORS = ["mfa"]
    there.bent = MFA
    assert travel(client, next="/admin/compte/").url == "/admin/compte/"
    assert is_in(client)


def test_role_that_must_have_a_factor_may_have_it_there(client, travel, there, settings):
    settings.SECOND_FACTOR_REQUIRED_FOR, settings.OIDC_SECOND_FACTORS = ["rédaction"], ["mfa"]
    travel(client)
    assert client.get("/admin/").url == reverse("admin:factor")
    there.bent = MFA
    other = Client()
    travel(other)
    assert other.get("/admin/").status_code == 200


def test_password_after_the_provider_has_no_proof_of_it(client, travel, there, telephone, settings):
    settings.OIDC_SECOND_FACTORS = ["mfa"]
    there.bent = MFA
    travel(client)
    client.post(reverse("admin:login"), {"username": "redactrice", "password": PASSWORD, "next": "/admin/"})
    assert client.session[HELD]["came_by"] is None
    assert not is_in(client)
    give_code(client, shown(telephone))
    assert is_in(client)
    assert proof_of(client.session) is None


def test_grave_act_asks_for_a_proof_there(client, travel, there):
    there.person["roles"] = "solidaire-edition"
    there.bent = {"auth_time": 1_500_000_000}
    travel(client)
    url = _publish_url()
    key = client.session.session_key
    page = client.get(client.get(url).url)
    way = page.context["there"]
    assert "Confirmer avec ProEssai" in page.content.decode()
    assert "Se reconnecter" not in page.content.decode()
    there.bent = {}
    assert client.get(there.send(client.get(way).url).removeprefix("http://testserver")).url == url
    assert client.get(url).status_code == 200
    assert client.session.session_key == key


def test_form_of_a_grave_act_is_taken_up_again(travel, there):
    browser = Client(enforce_csrf_checks=True)
    there.person["roles"] = "solidaire-edition"
    travel(browser)
    url = _publish_url()
    browser.get(url)
    token = {"csrfmiddlewaretoken": browser.cookies[site.CSRF_COOKIE_NAME].value}
    session = browser.session
    session["proved_at"] -= 7200
    session.save()
    asked = browser.post(url, {"note": "Relu"} | token)
    assert asked.status_code == 401
    assert "Confirmer avec ProEssai (nouvel onglet)" in asked.content.decode()
    again = {"cible": url, "texte-note": "Relu", "reprendre": "1"} | token
    assert browser.post(PROVE, again).status_code == 401  # nothing was proved yet
    assert travel(browser, encore="1").status_code == 302  # in another tab
    page = browser.post(PROVE, again)
    assert (page.status_code, page.context["target"], page.context["typed"]) == (200, url, [("note", "Relu")])


def test_text_is_taken_up_again_after_a_log_in_in_another_tab(travel, there):
    browser = Client(enforce_csrf_checks=True)
    travel(browser)
    OpenSession.objects.get().session.delete()
    browser.get(reverse("admin:login"))
    token = {"csrfmiddlewaretoken": browser.cookies[site.CSRF_COOKIE_NAME].value}
    asked = browser.post(ADD, {"name": "Mercerie solidaire"} | token)
    assert asked.status_code == 401
    assert "Se connecter avec ProEssai (nouvel onglet)" in asked.content.decode()
    carried = {"cible": ADD, "texte-name": "Mercerie solidaire", "reprendre": "1"} | token
    early = browser.post(RESUME, carried)
    assert early.status_code == 401
    assert "Mercerie solidaire" in early.content.decode()
    assert "obligatoire" not in early.content.decode()
    travel(browser)  # which draws another token
    page = browser.post(RESUME, carried)
    assert (page.status_code, page.context["target"], page.context["typed"]) == (
        200,
        ADD,
        [("name", "Mercerie solidaire")],
    )


@pytest.mark.parametrize("headers", [{"Origin": "https://ailleurs.exemple"}, {"Sec-Fetch-Site": "same-site"}])
def test_text_of_another_site_is_not_shown_as_ones_own(travel, headers):
    browser = Client(enforce_csrf_checks=True)
    travel(browser)
    assert browser.post(RESUME, {"cible": ADD, "texte-name": "Faux"}, headers=headers).status_code == 403


def test_proof_of_another_person_is_a_log_in_of_its_own(client, travel, there):
    travel(client)
    there.person |= {"sub": "agent-8", "email": "autre@exemple.fr"}
    travel(client, encore="1")
    assert client.get(reverse("admin:account")).context["user"] == User.objects.get(email="autre@exemple.fr")
    assert OpenSession.objects.count() == 1
