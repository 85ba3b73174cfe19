"""A security key after the password, and when a proof is asked anew: once, for this site, by its owner alone."""

import json
import random
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks_db.models import DBTaskResult
from webauthn.helpers import base64url_to_bytes

from backoffice.access.factors.codes import new_recovery_codes
from backoffice.access.factors.keys.challenges import CHALLENGE, LASTS
from backoffice.access.factors.keys.proving import prove_by_key
from backoffice.access.factors.refusals import KeyRefused
from backoffice.access.proving import PROVED, is_fresh
from backoffice.models import SecurityKey
from backoffice.models.journal import JournalLine
from tests.backoffice.access.authenticators import VERIFIED, Authenticator, asked, make_key, touch
from tests.backoffice.access.telephones import give_code, give_password, is_in, make_factor, shown
from tests.builders import make_user

CODE, PROVE = reverse("admin:code"), reverse("admin:prove")
REFUSED, LATE = "Cette clé n’est pas acceptée", "a expiré"


pytestmark = pytest.mark.usefixtures("at_its_address")


@pytest.fixture
def key(account):
    return make_key(account)


def _said(response):
    return response.content.decode().replace("\u00a0", " ")


def _bytes(told):
    return {name: base64url_to_bytes(value) for name, value in told["response"].items()} | {"id": told["id"]}


def test_key_lets_in_and_the_page_asked_for_follows(account, key):
    target = reverse("admin:initiatives_initiative_changelist")
    client = give_password(follow=target)
    page = _said(client.get(CODE))
    assert ("data-key-button" in page, "Un de vos codes de secours" in page) == (True, True)
    assert not is_in(client)
    before = client.session.session_key
    response = client.post(CODE, {"cle": touch(client, key), "next": target})
    assert (response.status_code, response.url) == (302, target)
    assert is_in(client)
    assert client.session.session_key != before
    row = SecurityKey.objects.get()
    assert (row.sign_count, row.last_used_at is None) == (1, False)
    assert "employée pour la dernière fois" in _said(client.get(reverse("admin:account")))


def test_page_without_a_key_speaks_of_none(account):
    make_factor(account)
    client = give_password()
    assert "keys.js" not in client.get(CODE).content.decode()
    assert client.post(reverse("admin:key_challenge")).status_code == 409


def test_telephone_and_recovery_code_serve_beside_a_key(account, key):
    device, codes = make_factor(account), new_recovery_codes(account)
    for code in (shown(device), codes[0]):
        client = give_password()
        assert "Les six chiffres" in _said(client.get(CODE))
        give_code(client, code)
        assert is_in(client)
    TOTPDevice.objects.all().delete()
    client = give_password()
    give_code(client, codes[1])  # it stands for the key
    assert is_in(client)


def test_nobody_is_asked_for_a_key_before_the_password(db, key):
    response = Client().post(reverse("admin:key_challenge"))
    assert (response.status_code, "redonnez le mot de passe" in response.json()["sentence"]) == (403, True)
    assert Client(enforce_csrf_checks=True).post(reverse("admin:key_challenge")).status_code == 403
    assert Client().get(reverse("admin:key_challenge")).status_code == 405


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "https://solidaire.exemple.com"},
        {"origin": "http://testserver"},
        {"origin": "https://testserver:444"},
        {"domain": "exemple.com"},
        {"type": "webauthn.create"},
        {"flags": VERIFIED},  # nobody was there
    ],
)
def test_answer_for_another_site_is_refused(account, key, lies):
    client = give_password()
    assert REFUSED in _said(client.post(CODE, {"cle": touch(client, key, **lies)}))
    assert not is_in(client)
    assert JournalLine.objects.get(kind="factor_failed").about_id == str(account.pk)


def test_answer_serves_once(account, key):
    client = give_password()
    answer = touch(client, key)
    assert client.post(CODE, {"cle": answer}).status_code == 302
    again = give_password()
    assert LATE in _said(again.post(CODE, {"cle": answer}))  # no challenge waits
    asked(again)
    assert REFUSED in _said(again.post(CODE, {"cle": answer}))  # and this one is not the one that was signed


def test_challenge_is_of_its_own_session(account, key):
    here, there = give_password(), give_password()
    answer = touch(here, key)
    asked(there)
    assert REFUSED in _said(there.post(CODE, {"cle": answer}))
    assert here.post(CODE, {"cle": answer}).status_code == 302


def test_old_challenge_is_refused_and_counts_for_nothing(account, key):
    client = give_password()
    answer = touch(client, key)
    session = client.session
    session[CHALLENGE] |= {"until": (timezone.now() - timedelta(seconds=1)).timestamp()}
    session.save()
    assert LATE in _said(client.post(CODE, {"cle": answer}))
    answer = touch(client, key)
    session = client.session
    session[CHALLENGE] |= {"until": (timezone.now() + LASTS + timedelta(minutes=1)).timestamp()}  # the clock went back
    session.save()
    assert LATE in _said(client.post(CODE, {"cle": answer}))
    assert not AccessAttempt.objects.exists()
    assert client.post(CODE, {"cle": touch(client, key)}).status_code == 302


def test_challenge_to_add_a_key_is_not_signed_to_come_in(account, key):
    client = give_password()
    answer = touch(client, key)
    session = client.session
    session[CHALLENGE] |= {"purpose": "add"}
    session.save()
    assert LATE in _said(client.post(CODE, {"cle": answer}))


def test_key_of_another_person_opens_nothing(account, key):
    other = make_key(make_user("autre"), Authenticator(name=b"autre"))
    client = give_password()
    assert REFUSED in _said(client.post(CODE, {"cle": touch(client, other)}))
    forged = Authenticator(name=key.name, private=ec.derive_private_key(8, ec.SECP256R1()))
    assert REFUSED in _said(client.post(CODE, {"cle": touch(client, forged)}))


@pytest.mark.parametrize(("before", "told", "is_good"), [(5, 6, True), (5, 5, False), (5, 0, False), (0, 0, True)])
def test_counter_never_goes_back(account, key, before, told, is_good):
    SecurityKey.objects.update(sign_count=before)
    key.count = told - 1 if told else None
    client = give_password()
    response = client.post(CODE, {"cle": touch(client, key)})
    assert (response.status_code == 302) == is_good
    assert SecurityKey.objects.get().sign_count == (told if is_good else before)
    if not is_good:
        assert "son compteur est en retard" in _said(response)
        assert [one.args_kwargs["args"][1] for one in DBTaskResult.objects.all()] == ["copied"]
        assert JournalLine.objects.get(kind="factor_failed").told == "le compteur de la clé recule"


def test_failures_hold_back_as_wrong_codes_do(account, key):
    client = give_password()
    for _ in range(8):
        page = client.post(CODE, {"cle": touch(client, key, origin="https://exemple.com")})
    assert "Trop d’essais manqués" in _said(page)
    assert "Trop d’essais manqués" in _said(client.post(CODE, {"cle": touch(client, key)}))
    elsewhere = give_password(network="198.51.100.7")
    assert elsewhere.post(CODE, {"cle": touch(elsewhere, key)}).status_code == 302


def test_key_gives_the_proof_that_is_asked_anew(account, key):
    client = give_password()
    client.post(CODE, {"cle": touch(client, key)})
    session = client.session
    session[PROVED] = (timezone.now() - timedelta(hours=1)).timestamp()
    session.save()
    page = _said(client.get(PROVE))
    assert ("data-key-button" in page, "keys.js" in page) == (True, True)
    assert REFUSED in _said(client.post(PROVE, {"cle": touch(client, key, origin="https://exemple.com")}))
    assert "Ce champ est obligatoire" in _said(client.post(PROVE))
    assert not is_fresh(client.get(PROVE).wsgi_request)
    following = reverse("admin:keys")
    assert client.post(PROVE, {"cle": touch(client, key), "next": following}).url == following
    assert is_fresh(client.get(following).wsgi_request)


def test_broken_answers_are_refused_and_break_nothing(account, key, rf):
    """Answers with a part cut, turned or exchanged; drawn, the same each time."""
    draw = random.Random(11)
    request = rf.post("/", secure=True)
    request.session = {}
    client = give_password()
    whole = touch(client, key)
    waiting = dict(client.session[CHALLENGE])
    parts = ["", "e30", "=", "é", "AAAA", "o2NmbXQ", "\x00", "x" * 3000, None, 7, [], {}]
    refused, accepted = 0, []
    for _ in range(40):
        told = json.loads(whole)
        place = draw.choice([told, told["response"]])
        name = draw.choice(list(place))
        if isinstance(place[name], str) and draw.random() < 0.5:
            at = draw.randrange(len(place[name]))
            place[name] = place[name][:at] + draw.choice("-_Az09é=") * draw.randrange(1, 3) + place[name][at + 1 :]
        else:
            place[name] = draw.choice(parts)
        if told == json.loads(whole):
            continue
        request.session[CHALLENGE] = dict(waiting)
        AccessAttempt.objects.all().delete()
        try:
            prove_by_key(account=account, answer=json.dumps(told), request=request)
        except KeyRefused:  # anything else is an error of the site
            refused += 1
        else:
            accepted.append(told)
    assert refused > 25
    assert [told for told in accepted if _bytes(told) != _bytes(json.loads(whole))] == []  # written otherwise, the same
    request.session[CHALLENGE] = waiting
    assert prove_by_key(account=account, answer=whole, request=request)  # the control: whole, it is good
