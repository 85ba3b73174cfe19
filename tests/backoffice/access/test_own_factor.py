"""“Mon compte”: setting up a second factor, recovery codes, another telephone, doing without; the mails about it."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks_db.models import DBTaskResult

from backoffice.access.factors.acts import FactorRefused, confirm_factor, renew_recovery_codes, reset_factor
from backoffice.access.factors.pages import secret_of
from backoffice.access.factors.telling import TOLD, send_told
from backoffice.models.journal import JournalLine
from tests.backoffice.access.telephones import (
    PASSWORD,
    give_code,
    give_password,
    in_mid_step,
    is_in,
    let_time_pass,
    make_account_with_factor,
    make_factor,
    shown,
    wrong,
)
from tests.builders import NOW, make_user

FACTOR = reverse("admin:factor")
CODES = reverse("admin:factor_codes")


@pytest.fixture
def client(account):
    client = Client()
    client.force_login(account)
    return client


def _begun(client):
    assert client.post(FACTOR, {"acte": "commencer"}).url == FACTOR
    return in_mid_step(TOTPDevice.objects.get(confirmed=False))


def _set_up(client):
    device = _begun(client)
    page = client.post(FACTOR, {"acte": "confirmer", "code": shown(device)})
    return device, page, re.findall(r"<li>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</li>", page.content.decode())


def _told():
    return [one.args_kwargs["args"][1] for one in DBTaskResult.objects.order_by("enqueued_at")]


def _noted():
    lines = JournalLine.objects.exclude(kind__in=["logged_in", "account_added", "rights_changed"]).order_by("pk")
    return [(line.kind, line.who, line.told) for line in lines]


def test_factor_is_set_up_with_a_first_code(client, account):
    assert "ne demande que votre mot de passe" in client.get(reverse("admin:account")).content.decode()
    device = _begun(client)
    response = client.get(FACTOR)
    page = response.content.decode()
    assert "<svg" in page
    assert secret_of(device) in page
    assert "style=" not in re.search(r"<svg.*?</svg>", page, re.S)[0]
    assert "no-store" in response["Cache-Control"]
    refused = client.post(FACTOR, {"acte": "confirmer", "code": wrong(device)}).content.decode()
    assert "Ce n’est pas le code de ce téléphone" in refused
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    let_time_pass(hours=1)
    there = Client()
    there.force_login(account)
    response = client.post(FACTOR, {"acte": "confirmer", "code": shown(device, steps=1)})
    assert len(set(re.findall(r"<li>(\S{14})</li>", response.content.decode()))) == 10
    assert "no-store" in response["Cache-Control"]
    assert is_in(client)
    assert not is_in(there)  # it had been opened by the password alone
    assert secret_of(device) not in client.get(FACTOR).content.decode()
    assert "Codes de secours non utilisés\u00a0: 10" in client.get(reverse("admin:account")).content.decode()
    assert _told() == ["set_up"]


def test_begun_factor_is_not_asked_for(client, account):
    _begun(client)
    assert Client().post(reverse("admin:login"), {"username": account.username, "password": PASSWORD}).url == "/admin/"


def test_first_code_does_not_log_in_as_well(client):
    device, _, _ = _set_up(client)
    assert give_code(give_password(), shown(device)).status_code == 200


def test_reading_the_page_makes_nothing(client):
    client.get(FACTOR)
    assert not TOTPDevice.objects.exists()


def test_codes_are_saved_as_a_text_and_never_told_again(client):
    _, _, codes = _set_up(client)
    response = client.post(CODES, {"code": codes})
    assert response["Content-Disposition"] == 'attachment; filename="codes-de-secours.txt"'
    assert "no-store" in response["Cache-Control"]
    assert response.content.decode().split("\r\n")[2:12] == codes
    for forged in ([], ["<script>"], [*codes, "abcd-efgh-jkmn"], [codes[0]] * 3):
        assert client.post(CODES, {"code": forged}).status_code == 400
    assert client.get(CODES).status_code == 405
    assert codes[0] not in client.get(FACTOR).content.decode()


def test_codes_are_made_anew_and_the_former_serve_no_more(client):
    _, _, codes = _set_up(client)
    page = client.post(FACTOR, {"acte": "codes"}).content.decode()
    assert not any(code in page for code in codes)
    assert StaticToken.objects.count() == 10
    assert give_code(give_password(), codes[0]).status_code == 200
    assert _told() == ["set_up", "codes"]
    assert [kind for kind, _, _ in _noted()] == ["factor_set", "codes_made", "factor_failed"]


def test_few_codes_left_are_told(client):
    _set_up(client)
    StaticToken.objects.filter(pk__in=StaticToken.objects.values("pk")[:8]).delete()
    assert "Il en reste 2" in client.get(FACTOR).content.decode()
    StaticToken.objects.all().delete()
    assert "Il n’en reste aucun" in client.get(FACTOR).content.decode()
    assert "ne reste aucun code de secours" in client.get(reverse("admin:account")).content.decode()


def test_telephone_is_changed_without_a_moment_open(client):
    old, _, codes = _set_up(client)
    new = _begun(client)
    assert give_code(give_password(), shown(old, steps=1)).status_code == 302  # until the first code of the new one
    client.post(FACTOR, {"acte": "confirmer", "code": shown(new)})
    assert TOTPDevice.objects.get() == new
    assert is_in(client)
    assert give_code(give_password(), codes[0]).status_code == 200
    let_time_pass(hours=1)
    assert give_code(give_password(), shown(new, steps=1)).status_code == 302
    assert "replaced" in _told()


@pytest.mark.parametrize(
    ("password", "is_right", "sentence"),
    [("faux", True, "pas votre mot de passe"), (PASSWORD, False, "n’est pas accepté"), ("", True, "obligatoire")],
)
def test_removal_wants_password_and_code(client, password, is_right, sentence):
    device, _, _ = _set_up(client)
    code = shown(device, steps=1) if is_right else wrong(device)
    page = client.post(FACTOR, {"acte": "retirer", "password": password, "code": code}).content.decode()
    assert sentence in page
    assert TOTPDevice.objects.filter(confirmed=True).exists()


def test_removed_factor_is_asked_for_no_more(client, account):
    device, _, _ = _set_up(client)
    sent = {"acte": "retirer", "password": PASSWORD, "code": shown(device, steps=1)}
    assert client.post(FACTOR, sent).url == reverse("admin:account")
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()
    assert is_in(client)
    login = Client().post(reverse("admin:login"), {"username": account.username, "password": PASSWORD})
    assert login.url == reverse("admin:index")
    assert _told() == ["set_up", "removed"]
    assert _noted() == [("factor_set", "redactrice", ""), ("factor_removed", "redactrice", "")]


def test_account_without_a_password_removes_with_the_code_alone(client, account):
    device, _, _ = _set_up(client)
    account.set_unusable_password()
    account.save()
    client.force_login(account)
    give_code_page = client.get(FACTOR, follow=True)
    assert give_code_page.request["PATH_INFO"] == reverse("admin:code")
    give_code(client, shown(device, steps=1))
    assert 'name="password"' not in client.get(FACTOR).content.decode()


def test_unknown_act_is_refused(client):
    assert client.post(FACTOR, {"acte": "tout"}).status_code == 400
    assert client.post(FACTOR).status_code == 400


def test_second_press_of_the_button_says_that_it_is_done(client, account):
    device, page, codes = _set_up(client)
    assert ("est en place" in page.content.decode(), len(codes)) == (True, 10)
    page = client.post(FACTOR, {"acte": "confirmer", "code": shown(device)}).content.decode()
    assert ("C’est déjà fait" in page, "faites-en de nouveaux" in page) == (True, True)


def test_act_out_of_turn_is_refused(client, account):
    page = client.post(FACTOR, {"acte": "confirmer", "code": "123456"}).content.decode()
    assert "Rien n’est commencé" in page
    assert "mettez-le d’abord en place" in client.post(FACTOR, {"acte": "codes"}, follow=True).content.decode()
    with pytest.raises(FactorRefused, match="Rien n’est commencé"):
        confirm_factor(by=account, code="123456", session="")
    with pytest.raises(FactorRefused, match="d’abord en place"):
        renew_recovery_codes(by=account)


# --- Required by a setting ---


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED_FOR = ["édition", "administration"]


def test_role_that_must_have_one_is_led_to_set_it_up_and_does_nothing_else(required, editor):
    client = Client()
    client.force_login(editor)
    for url in (reverse("admin:index"), reverse("admin:account"), reverse("workshop:new")):
        assert client.get(url).url == FACTOR
        assert client.post(url, {"title": "x"}).url == FACTOR
    assert client.get("/").wsgi_request.user.is_anonymous
    assert "Votre rôle demande un second facteur" in client.get(FACTOR).content.decode()
    device, _, codes = _set_up(client)
    assert client.post(CODES, {"code": codes}).status_code == 200
    assert is_in(client)
    page = client.get(FACTOR).content.decode()
    assert "pas vous en passer" in page
    assert "retirer_" not in page
    sent = {"acte": "retirer", "password": "x", "code": shown(device, steps=1)}
    client.post(FACTOR, sent)
    assert TOTPDevice.objects.filter(confirmed=True).exists()


def test_other_roles_may_do_without(required, officer):
    client = Client()
    client.force_login(officer)
    assert is_in(client)


def test_superuser_counts_as_administration(required, db):
    client = Client()
    client.force_login(make_user("racine", is_superuser=True, is_staff=True))
    assert client.get(reverse("admin:index")).url == FACTOR


def test_whoever_must_have_one_can_log_out(required, editor):
    client = Client()
    client.force_login(editor)
    assert client.post(reverse("admin:logout")).status_code == 200
    assert "_auth_user_id" not in client.session


# --- Lost, and given back by the administration ---


@pytest.fixture
def lost(db):
    return make_account_with_factor("etourdie")[0]


def _reset_url(account):
    return reverse("admin:auth_user_act", args=[account.pk, "second-facteur"])


def test_administrator_gives_back_a_lost_factor(administrator, lost):
    client, theirs = Client(), Client()
    client.force_login(administrator)
    theirs.force_login(lost)
    assert "en place" in client.get(reverse("admin:auth_user_change", args=[lost.pk])).content.decode()
    url = _reset_url(lost)
    page = client.get(url).content.decode()
    assert "Assurez-vous que la demande vient bien d’elle" in page
    assert "prévenue par courriel" in page
    User.objects.filter(pk=lost.pk).update(email="")
    page = client.get(url).content.decode()
    assert ("prévenue par courriel" in page, "prévenez la personne vous-même" in page) == (False, True)
    User.objects.filter(pk=lost.pk).update(email="perdue@exemple.fr")
    assert client.post(url, {"version": "", "reason": ""}).status_code == 200
    assert TOTPDevice.objects.exists()
    assert client.post(url, {"version": "", "reason": "Téléphone perdu"}).status_code == 302
    assert not TOTPDevice.objects.exists()
    assert theirs.get(reverse("admin:account")).url.startswith(reverse("admin:login"))
    assert _told() == ["reset"]
    assert _noted()[-1] == ("factor_reset", "administratrice", "Téléphone perdu")


@pytest.mark.parametrize("fixture", ["officer", "editor"])
def test_others_give_nothing_back(request, fixture, lost):
    client = Client()
    client.force_login(request.getfixturevalue(fixture))
    assert client.post(_reset_url(lost), {"version": "", "reason": "x"}).status_code == 403
    assert TOTPDevice.objects.exists()


@pytest.mark.parametrize(
    ("whose", "reason", "sentence"),
    [
        ("lost", " ", "Dites pourquoi"),
        ("administrator", "Perdu", "votre propre compte"),
        ("root", "Perdu", "autre superutilisateur"),
        ("editor", "Perdu", "pas de second facteur"),
    ],
)
def test_reset_is_refused(request, administrator, lost, editor, whose, reason, sentence):
    root = make_user("racine", is_superuser=True)
    account = root if whose == "root" else request.getfixturevalue(whose)
    with pytest.raises(FactorRefused, match=sentence):
        reset_factor(account=account, by=administrator, reason=reason)


def test_secrets_have_no_page_of_their_own_and_leave_with_the_account(administrator, lost):
    client = Client()
    client.force_login(administrator)
    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404
    assert client.get("/admin/otp_static/staticdevice/").status_code == 404
    device = TOTPDevice.objects.get()
    page = client.get(reverse("admin:auth_user_delete", args=[lost.pk])).content.decode()
    assert device.key not in page
    client.post(reverse("admin:auth_user_delete", args=[lost.pk]), {"post": "yes"})
    assert not TOTPDevice.objects.exists()


# --- Mails ---


@pytest.mark.parametrize("what", TOLD)
def test_owner_is_told_without_a_code_or_a_link(account, settings, what):
    settings.SITE_URL = "https://solidaire.exemple.fr"
    assert send_told.call(account.pk, what, NOW.isoformat()) == "Courriel envoyé."
    (sent,) = mail.outbox
    assert sent.to == ["redactrice@exemple.fr"]
    assert TOLD[what][1] in sent.body
    assert "30 avril 2020 à 12 h 00" in sent.body.replace("\u00a0", " ")
    assert "/admin/" not in sent.body


def test_account_without_an_address_is_told_nothing(db):
    assert send_told.call(make_user().pk, "reset", NOW.isoformat()) == "Ce compte n’a pas d’adresse."
    assert send_told.call(0, "reset", NOW.isoformat()) == "Ce compte n’a pas d’adresse."
    assert mail.outbox == []


def test_server_gives_back_what_no_administrator_can(administrator):
    make_factor(administrator)
    call_command("second_facteur", "administratrice", motif="Téléphone et codes perdus")
    assert not TOTPDevice.objects.exists()
    assert _noted() == [("factor_reset", "machine", "Téléphone et codes perdus")]
    with pytest.raises(CommandError, match="pas de second facteur"):
        call_command("second_facteur", "administratrice", motif="Encore")
    with pytest.raises(CommandError, match="Aucun compte"):
        call_command("second_facteur", "personne", motif="Encore")
