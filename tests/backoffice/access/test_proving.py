"""Before what is grave, whoever logged in a while ago proves anew who they are, and loses nothing of what was asked."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backoffice.access.proving import PROVED, AsksProof, is_fresh
from backoffice.acts import ActsPage
from bulletins.models import Bulletin
from tests.backoffice.access.telephones import PASSWORD, let_time_pass, make_account_with_factor, shown, wrong
from tests.backoffice.forms import form_of
from tests.builders import make_bulletin, make_initiative, make_section, make_territory, make_user

PROVE = reverse("admin:prove")

# Every act of the back office; those that ask are here, the others there. A new act is put on one side knowingly.
ASKING = {
    "auth.user delier",
    "auth.user effacer",
    "auth.user second-facteur",
    "bulletins.bulletin programmer",
    "bulletins.bulletin publier",
    "bulletins.bulletin publier-en-urgence",
    "bulletins.bulletin rectifier",
    "bulletins.bulletin retirer",
    "bulletins.edition occulter",
    "ledger.erasure confirmer",
    "organisations.contact effacer",
    "organisations.person effacer",
}
NOT_ASKING = {
    "auth.user inviter",  # the whole page of an account asks
    "bulletins.bulletin bon-a-tirer",
    "bulletins.bulletin deprogrammer",
    "bulletins.bulletin dupliquer",
    "communes.area reunir",  # what was united can be separated again
    "initiatives.initiative approuver",
    "initiatives.initiative publier",  # one record at once, every day: its bulletin is what is signed
    "initiatives.initiative relire",
    "initiatives.initiative renvoyer",
    "initiatives.initiative retirer",
    "initiatives.initiative reunir",
    "initiatives.theme reunir",
    "ledger.erasure refuser",
    "organisations.contact reunir",
    "organisations.organisation reunir",
    "organisations.person reunir",
}
PAGES = {"auth.user", "communes.territory"}  # every change of these asks


@pytest.fixture
def editor(db):
    return make_user("editrice", group="édition", password=PASSWORD)


@pytest.fixture
def client(editor):
    client = Client()
    client.force_login(editor)
    return client


def grown_old(client, minutes=31):
    session = client.session
    session[PROVED] -= minutes * 60
    session.save()
    return client


def _publish_url():
    bulletin = make_bulletin("Bulletin", dated_on="2020-04-30")
    make_section(bulletin, make_initiative("Entraide"), heading="Ici")
    return reverse("admin:bulletins_bulletin_act", args=[bulletin.pk, "publier"])


def test_every_act_says_whether_it_asks():
    acts = {
        (f"{model._meta.label_lower} {act.slug}", act.asks_proof)
        for model, page in admin.site._registry.items()
        if isinstance(page, ActsPage)
        for act in page.acts
    }
    assert {name for name, asks in acts if asks} == ASKING
    assert {name for name, asks in acts if not asks} == NOT_ASKING
    assert {m._meta.label_lower for m, page in admin.site._registry.items() if isinstance(page, AsksProof)} == PAGES


def test_proof_is_fresh_for_half_an_hour(client, rf):
    request = rf.get("/")
    request.session = client.session
    now = timezone.now()
    minutes = settings.FRESH_LOGIN_MINUTES
    assert is_fresh(request, now=now)
    assert is_fresh(request, now=now + timedelta(minutes=minutes - 1))
    assert not is_fresh(request, now=now + timedelta(minutes=minutes + 1))
    assert not is_fresh(request, now=now - timedelta(minutes=2))  # a clock set back
    del request.session[PROVED]
    assert not is_fresh(request, now=now)


def test_fresh_log_in_is_not_asked(client):
    url = _publish_url()
    assert client.get(url).status_code == 200
    assert client.post(url, {"version": "1"}).status_code == 302
    assert Bulletin.objects.get().is_published


def test_page_of_an_act_comes_after_the_password(client):
    url = _publish_url()
    grown_old(client)
    asked = client.get(url)
    assert asked.url == f"{PROVE}?next={url.replace('/', '%2F')}"
    page = client.get(asked.url)
    assert "Confirmez que c’est bien vous" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    refused = client.post(PROVE, {"password": "faux", "next": url})
    assert "Ce n’est pas votre mot de passe" in refused.content.decode()
    assert client.get(url).status_code == 302
    assert client.post(PROVE, {"password": PASSWORD, "next": url}).url == url
    assert client.get(url).status_code == 200


def test_form_that_was_sent_is_not_lost(client):
    url = _publish_url()
    grown_old(client)
    response = client.post(url, {"version": "1"})
    assert response.status_code == 401
    assert not Bulletin.objects.get().is_published
    data = form_of(response, "proof-form") | {"password": PASSWORD}
    again = client.post(PROVE, data)
    assert client.post(url, form_of(again, "resume-form")).status_code == 302
    assert Bulletin.objects.get().is_published


def test_wrong_password_keeps_the_form(client):
    url = _publish_url()
    grown_old(client)
    data = form_of(client.post(url, {"version": "1"}), "proof-form") | {"password": "faux"}
    page = client.post(PROVE, data)
    assert form_of(page, "proof-form")["texte-version"] == ["1"]
    assert not Bulletin.objects.get().is_published


def test_whoever_has_a_factor_gives_a_code(db):
    account, device, _ = make_account_with_factor("editrice", "édition")
    client = Client()
    client.force_login(account)
    client.get("/admin/")
    client.post(reverse("admin:code"), {"code": shown(device)})
    url = _publish_url()
    grown_old(client)
    page = client.get(client.get(url).url).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'type="password"' not in page
    for code in (wrong(device), shown(device)):  # wrong, then used already
        assert "n’est pas accepté" in client.post(PROVE, {"code": code, "next": url}).content.decode()
        let_time_pass(hours=1)
    assert client.post(PROVE, {"code": shown(device, steps=1), "next": url}).url == url


def test_wrong_passwords_are_held_back_here_too(client, editor):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        page = client.post(PROVE, {"password": "faux"})
    assert "Trop d’essais manqués" in page.content.decode()
    grown_old(client)
    client.post(PROVE, {"password": PASSWORD})
    assert client.get(_publish_url()).status_code == 302


def test_proof_of_another_is_none(client):
    make_user("autre", password="le-mot-de-passe-d-une-autre")
    page = client.post(PROVE, {"password": "le-mot-de-passe-d-une-autre"})
    assert "Ce n’est pas votre mot de passe" in page.content.decode()


@pytest.mark.parametrize("outside", ["https://ailleurs.exemple/", "//ailleurs.exemple/admin/", "/bulletins/"])
def test_proof_leads_to_no_other_site(client, outside):
    assert client.post(PROVE, {"password": PASSWORD, "next": outside}).url == reverse("admin:index")
    assert client.post(PROVE, {"password": PASSWORD, "cible": outside, "texte-x": "y"}).url == reverse("admin:index")


def test_account_of_single_sign_on_logs_in_again(client, editor):
    editor.set_unusable_password()
    editor.save()
    client.force_login(editor)
    url = _publish_url()
    grown_old(client)
    page = client.get(client.get(url).url).content.decode()
    assert "Se reconnecter pour continuer" in page
    again = client.post(reverse("admin:logout"), {"next": f"{reverse('admin:login')}?next={url}"})
    assert again.url == f"{reverse('admin:login')}?next={url}"
    assert "_auth_user_id" not in client.session


def test_whoever_may_not_act_is_not_asked(db):
    client = Client()
    client.force_login(make_user(group="rédaction"))
    assert grown_old(client).get(_publish_url()).status_code == 403
    assert client.get(reverse("admin:auth_user_changelist")).status_code == 403


def test_accounts_and_settings_ask(administrator):
    client = Client()
    client.force_login(administrator)
    grown_old(client)
    account, territory = make_user("visee"), make_territory()
    change = reverse("admin:auth_user_change", args=[account.pk])
    for url in (
        change,
        reverse("admin:auth_user_add"),
        reverse("admin:auth_user_delete", args=[account.pk]),
        reverse("admin:auth_user_password_change", args=[account.pk]),
        reverse("admin:auth_user_act", args=[account.pk, "second-facteur"]),
        reverse("admin:communes_territory_change", args=[territory.pk]),
        reverse("admin:factor"),
    ):
        assert client.get(url).url.startswith(PROVE), url
    assert client.get(reverse("admin:auth_user_changelist")).status_code == 200
    marked = {"action": "delete_selected", "_selected_action": [account.pk], "post": "yes"}
    assert client.post(reverse("admin:auth_user_changelist"), marked).status_code == 401
    assert client.post(reverse("admin:auth_user_delete", args=[account.pk]), {"post": "yes"}).status_code == 401
    assert client.post(change, {"username": "changee"}).status_code == 401
    assert User.objects.get(pk=account.pk).username == "visee"


def test_password_typed_for_another_is_not_carried_along(administrator):
    client = Client()
    client.force_login(administrator)
    url = reverse("admin:auth_user_password_change", args=[make_user().pk])
    response = grown_old(client).post(url, {"password1": "un-secret-de-plus", "password2": "un-secret-de-plus"})
    assert response.url.startswith(PROVE)
    assert "un-secret-de-plus" not in response.content.decode()
