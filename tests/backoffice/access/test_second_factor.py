"""The code after the password: nobody is in before it, each code serves once, failures slow down and are held back."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks_db.models import DBTaskResult

from backoffice.access.accounts import invitation_url
from backoffice.access.factors.codes import new_recovery_codes
from backoffice.access.factors.pending import HELD, held_account
from backoffice.models import OpenSession
from backoffice.models.journal import JournalLine
from initiatives.models import Initiative
from tests.backoffice.access.telephones import (
    PASSWORD,
    give_code,
    give_password,
    is_in,
    let_time_pass,
    make_account_with_factor,
    make_factor,
    shown,
    wrong,
)
from tests.builders import make_initiative, make_user

REFUSED, LOCKED = "Ce code n’est pas accepté", "Trop d’essais manqués"


@pytest.fixture
def account(db):
    return make_account_with_factor()[0]


@pytest.fixture
def device(account):
    return TOTPDevice.objects.get(user=account)


def test_password_alone_opens_nothing(account, device):
    client = give_password()
    assert not is_in(client)
    assert not OpenSession.objects.exists()
    assert "_auth_user_id" not in client.session
    page = client.get(reverse("admin:code")).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert "no-store" in client.get(reverse("admin:code"))["Cache-Control"]


def test_code_lets_in_and_the_page_asked_for_follows(account, device):
    target = reverse("admin:initiatives_initiative_changelist")
    client = give_password(follow=target)
    before = client.session.session_key
    assert f'value="{target}"' in client.get(reverse("admin:code"), {"next": target}).content.decode()
    response = give_code(client, shown(device), next=target)
    assert (response.status_code, response.url) == (302, target)
    assert is_in(client)
    assert client.session.session_key != before
    assert OpenSession.objects.get().account == account


@pytest.mark.parametrize("outside", ["https://ailleurs.exemple/", "//ailleurs.exemple/admin/", "/bulletins/"])
def test_code_leads_to_no_other_site(account, device, outside):
    assert give_code(give_password(), shown(device), next=outside).url == reverse("admin:index")


@pytest.mark.parametrize("steps", [-1, 1])
def test_clock_of_the_telephone_may_be_half_a_minute_off(account, device, steps):
    assert give_code(give_password(), shown(device, steps=steps)).status_code == 302


@pytest.mark.parametrize("steps", [-3, 3])
def test_clock_further_off_is_refused(account, device, steps):
    client = give_password()
    assert REFUSED in give_code(client, shown(device, steps=steps)).content.decode()
    assert not is_in(client)


def test_code_serves_once(account, device):
    code = shown(device)
    assert give_code(give_password(), code).status_code == 302
    again = give_password()
    assert REFUSED in give_code(again, code).content.decode()
    assert not is_in(again)


def test_code_of_before_the_last_one_serves_no_more(account, device):
    """Also what a clock set back would show anew."""
    assert give_code(give_password(), shown(device, steps=1)).status_code == 302
    assert REFUSED in give_code(give_password(), shown(device)).content.decode()


def test_clock_set_back_leaves_the_recovery_codes(account, device):
    """The server's clock was an hour ahead when the last code was given: the telephone is refused for an hour."""
    device.last_t = 100 + 120
    device.save()
    assert REFUSED in give_code(give_password(), shown(device)).content.decode()
    codes = new_recovery_codes(account)
    assert give_code(give_password(), codes[0]).status_code == 302


def test_recovery_code_serves_once_however_it_is_written(account):
    code = new_recovery_codes(account)[0]
    typed = f" {code.upper().replace('-', ' ')} "
    assert give_code(give_password(), typed).status_code == 302
    assert StaticToken.objects.count() == 9
    again = give_password()
    assert REFUSED in give_code(again, code).content.decode()
    assert not is_in(again)
    let_time_pass(hours=1)
    assert give_code(again, new_recovery_codes(account)[1]).status_code == 302


def test_recovery_codes_of_another_are_no_use(account):
    _, _, codes = make_account_with_factor("autre")
    client = give_password()
    assert REFUSED in give_code(client, codes[0]).content.decode()


def test_database_does_not_hold_the_recovery_codes(account):
    codes = {code.replace("-", "") for code in new_recovery_codes(account)}
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(codes) == len(kept) == 10
    assert not any(code[:8] in mark for code in codes for mark in kept)


@pytest.mark.parametrize("forged", ["", "٣٣٣٣٣٣", "²²²²²²", "0" * 41, "1e5", "-00001", "\x00", "abcd-efgh-jkmn"])
def test_forged_code_is_refused(account, device, forged):
    client = give_password()
    assert give_code(client, forged).status_code == 200
    assert not is_in(client)


def test_failure_slows_the_next_try_down_and_says_nothing_of_it(account, device):
    client = give_password()
    assert REFUSED in give_code(client, wrong(device)).content.decode()
    assert REFUSED in give_code(client, shown(device)).content.decode()  # the right one, too early
    let_time_pass(seconds=2)
    assert give_code(client, shown(device)).status_code == 302


def test_slowing_down_has_an_end(account, device):
    """Whoever knows a password cannot close the account of another for days by failing from many networks."""
    TOTPDevice.objects.update(throttling_failure_count=60, throttling_failure_timestamp=timezone.now())
    let_time_pass(minutes=8)
    client = give_password()
    assert REFUSED in give_code(client, shown(device)).content.decode()
    let_time_pass(minutes=1)
    assert give_code(client, shown(device)).status_code == 302


def test_too_many_wrong_codes_are_held_back_on_their_network_only(account, device):
    client = give_password()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        let_time_pass(hours=1)
        page = give_code(client, wrong(device)).content.decode()
    assert LOCKED in page
    let_time_pass(hours=1)
    assert LOCKED in give_code(client, shown(device)).content.decode()
    assert not is_in(client)
    elsewhere = give_password(network="198.51.100.9")
    assert give_code(elsewhere, shown(device)).status_code == 302


def test_right_password_does_not_forgive_wrong_codes(account, device):
    """Else whoever knows the password would count anew by giving it again."""
    for _ in range(settings.AXES_FAILURE_LIMIT):
        let_time_pass(hours=1)
        page = give_code(give_password(), wrong(device)).content.decode()
    assert LOCKED in page


def test_wrong_codes_are_not_noted(account, device):
    give_code(give_password(), wrong(device))
    assert wrong(device) not in str(AccessAttempt.objects.values_list("post_data", "get_data", "path_info").get())


def test_owner_is_told_of_wrong_codes_and_of_a_recovery_code(account, device):
    client = give_password()
    for _ in range(5):
        let_time_pass(hours=1)
        give_code(client, wrong(device))
    let_time_pass(hours=1)
    give_code(client, new_recovery_codes(account)[0])
    told = [one.args_kwargs["args"][1] for one in DBTaskResult.objects.order_by("enqueued_at")]
    assert told == ["tried", "recovered"]
    assert not mail.outbox  # they are queued: no log-in waits for a mail server
    kinds = JournalLine.objects.filter(about_type="auth.user").order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-6:] == ["factor_failed"] * 5 + ["code_used"]


def test_half_a_log_in_ends_after_ten_minutes_or_with_the_password(account, device, rf):
    client = give_password()
    request = rf.get("/")
    request.session = client.session
    now = timezone.now()
    assert held_account(request, now=now + timedelta(minutes=9)) == account
    assert held_account(request, now=now + timedelta(minutes=11)) is None
    assert held_account(request, now=now - timedelta(minutes=1)) is None  # a clock set back
    account.set_password("un-autre-mot-de-passe")
    account.save()
    assert held_account(request, now=now) is None
    response = give_code(client, shown(device), next=reverse("admin:account"))
    assert response.url == f"{reverse('admin:login')}?next=%2Fadmin%2Fcompte%2F"
    assert not is_in(client)


def test_deactivated_account_is_not_let_in(account, device):
    client = give_password()
    account.is_active = False
    account.save()
    assert give_code(client, shown(device)).url == reverse("admin:login")


def test_code_without_a_password_is_sent_to_the_login(db, client):
    assert client.get(reverse("admin:code")).url == reverse("admin:login")
    assert give_code(client, "123456").url == reverse("admin:login")


def test_forged_session_of_another_is_worth_no_code(account, device):
    """The proof in a session names one factor: no session of another account, no replaced telephone."""
    _, theirs, _ = make_account_with_factor("autre")
    client = give_password("autre")
    give_code(client, shown(theirs))
    assert is_in(client)
    session = client.session
    session["_auth_user_id"] = str(account.pk)
    session["_auth_user_hash"] = account.get_session_auth_hash()
    session.save()
    assert not is_in(client)
    assert client.session[HELD]["account"] == account.pk


def test_session_opened_elsewhere_owes_the_code(account, device):
    """By single sign-on, say: the log-in of another backend knows nothing of our codes."""
    client = Client()
    client.force_login(account)
    response = client.get(reverse("admin:account"))
    assert response.url == f"{reverse('admin:code')}?next=%2Fadmin%2Fcompte%2F"
    assert give_code(client, shown(device), next=reverse("admin:account")).url == reverse("admin:account")
    assert is_in(client)


def test_session_without_its_proof_is_nobody_outside_the_back_office_too(account, device):
    client = Client()
    client.force_login(account)
    assert client.get("/").wsgi_request.user.is_anonymous
    give_code(give_password(), shown(device))
    plain = Client()
    plain.force_login(make_user(group="rédaction"))
    assert plain.get("/").wsgi_request.user.is_authenticated


def test_text_typed_before_the_session_ended_follows_through_the_code(account, device):
    row = make_initiative("Titre", published=False, created_by=account)
    target = reverse("admin:initiatives_initiative_change", args=[row.pk])
    client = Client()
    page = client.post(target, {"summary": "Un texte pas encore enregistré", "version": "1"})
    assert page.status_code == 401
    login = {"username": account.username, "password": PASSWORD, "cible": target}
    page = client.post(reverse("admin:resume"), login | {"texte-summary": "Un texte pas encore enregistré"})
    assert page.status_code == 401
    assert "Un texte pas encore enregistré" in page.content.decode()
    carried = {"cible": target, "texte-summary": "Un texte pas encore enregistré"}
    page = give_code(client, wrong(device), **carried).content.decode()
    assert REFUSED in page
    assert "Un texte pas encore enregistré" in page
    let_time_pass(hours=1)
    page = give_code(client, shown(device), **carried).content.decode()
    assert "Vous êtes de nouveau connecté" in page
    assert 'name="summary" value="Un texte pas encore enregistré"' in page
    assert Initiative.objects.get(pk=row.pk).summary != "Un texte pas encore enregistré"


def test_text_sent_by_a_session_that_owes_a_code_follows(account, device):
    client = Client()
    client.force_login(account)
    target = reverse("admin:initiatives_initiative_add")
    page = client.post(target, {"title": "Un titre qui suit"})
    assert page.status_code == 401
    assert 'name="texte-title" value="Un titre qui suit"' in page.content.decode()
    page = give_code(client, shown(device), **{"cible": target, "texte-title": "Un titre qui suit"})
    assert 'name="title" value="Un titre qui suit"' in page.content.decode()


def test_text_waits_for_the_password_when_the_code_came_too_late(account, device):
    client = Client()
    target = reverse("admin:initiatives_initiative_add")
    page = give_code(client, "123456", **{"cible": target, "texte-title": "Un titre qui suit"})
    assert page.status_code == 401
    assert 'name="texte-title" value="Un titre qui suit"' in page.content.decode()
    assert 'name="password"' in page.content.decode()


def test_new_password_by_mail_does_not_spare_the_code(account, device):
    client = Client()
    page = client.get(invitation_url(account, site=""), follow=True)
    new = {"new_password1": "Une phrase de passe 7", "new_password2": "Une phrase de passe 7"}
    client.post(page.request["PATH_INFO"], new)
    assert not is_in(client)
    data = {"username": account.username, "password": "Une phrase de passe 7"}
    assert client.post(reverse("admin:login"), data).url.startswith(reverse("admin:code"))
    assert not is_in(client)


def test_page_costs_no_query_more_for_the_factor(account, device):
    client = give_password()
    give_code(client, shown(device))
    plain = Client()
    plain.force_login(make_user(group="rédaction"))
    url = reverse("admin:initiatives_initiative_changelist")
    counts = []
    for one in (client, plain):
        one.get(url)
        with CaptureQueriesContext(connection) as queries:
            one.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_sessions_of_before_are_opened_by_the_backend_of_before(db):
    """One that Django's own backend had opened ends: its path is no more among those that are believed."""
    client = Client()
    client.force_login(make_user(group="rédaction"))
    session = client.session
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    assert not is_in(client)


def test_database_refuses_a_second_factor_more(account, device):
    with pytest.raises(IntegrityError, match="backoffice_one_factor"), transaction.atomic():
        make_factor(account)
    with pytest.raises(IntegrityError, match="one_set_of_codes"), transaction.atomic():
        account.staticdevice_set.create(name="recovery")


def test_account_leaves_with_its_factor(account, device):
    Session.objects.all().delete()
    account.delete()
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()
