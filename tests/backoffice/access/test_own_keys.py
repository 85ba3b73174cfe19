"""“Mon compte”, security keys: adding, naming, removing; what is refused; the mails and lines about it."""

import json
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks_db.models import DBTaskResult

from backoffice.access.factors.acts import FactorRefused, remove_telephone, reset_factor
from backoffice.access.factors.codes import new_recovery_codes
from backoffice.access.factors.keys.acts import MOST_KEYS
from backoffice.access.factors.keys.party import party_of
from backoffice.access.proving import PROVED
from backoffice.models import SecurityKey
from backoffice.models.journal import JournalLine
from tests.backoffice.access.authenticators import Authenticator, add, asked, make_key, touch
from tests.backoffice.access.telephones import PASSWORD, give_code, give_password, is_in, make_factor, shown
from tests.builders import make_user

KEYS, FACTOR = reverse("admin:keys"), reverse("admin:factor")


pytestmark = pytest.mark.usefixtures("at_its_address")


@pytest.fixture
def client(account):
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def key():
    return Authenticator()


def _told():
    return [one.args_kwargs["args"][1] for one in DBTaskResult.objects.order_by("enqueued_at")]


def _noted():
    lines = JournalLine.objects.filter(kind__in=["key_added", "key_removed", "factor_removed"]).order_by("pk")
    return [line.kind for line in lines]


def _said(response):
    """The words of a page, with plain blanks."""
    return " ".join(re.sub("<[^>]*>", " ", response.content.decode()).split())


def test_first_key_is_a_second_factor_with_recovery_codes(client, account, key):
    page = client.get(KEYS).content.decode()
    assert ("data-key-missing" in page, 'data-origin="https://testserver"' in page) == (True, True)
    there = Client()
    there.force_login(account)
    response = add(client, key)
    assert len(set(re.findall(r"<li>(\S{14})</li>", response.content.decode()))) == 10
    row = SecurityKey.objects.get()
    assert (row.account, row.name, bytes(row.credential_id)) == (account, "Clé USB", key.name)
    assert (bytes(row.public_key), row.transports, row.last_used_at) == (key.public, ["ble", "usb"], None)
    assert is_in(client)
    assert not is_in(there)  # it had been opened by the password alone
    page = _said(client.get(reverse("admin:account")))
    assert "demande aussi une de vos clés de sécurité. Codes de secours non utilisés : 10." in page
    assert "Clé USB ajoutée le" in page
    assert "jamais employée" in page
    assert (_told(), _noted()) == (["key_added"], ["key_added"])
    give_password()  # asks for the second factor


def test_another_key_closes_nothing_and_keeps_the_codes(account, key):
    device, codes = make_factor(account), new_recovery_codes(account)
    here, there = give_password(), give_password()
    give_code(here, shown(device))
    give_code(there, codes[0])
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert add(here, key).url == KEYS
    assert "La clé « Clé USB » est ajoutée" in _said(here.get(KEYS))
    assert (len(kept), set(StaticToken.objects.values_list("token", flat=True))) == (9, kept)
    assert is_in(here)
    assert is_in(there)


def test_reading_the_page_makes_nothing(client):
    client.get(KEYS)
    assert "key_challenge" not in client.session
    assert client.get(reverse("admin:key_challenge_to_add")).status_code == 405


def test_browser_is_told_which_keys_are_known_and_nothing_of_the_person(client, account, key):
    make_key(account, key)
    client = give_password()
    give = json.dumps(key.signed(asked(client)))
    client.post(reverse("admin:code"), {"cle": give})
    told = asked(client, to_add=True)
    assert told["rp"] == {"name": "Solidaire", "id": "testserver"}
    assert [one["type"] for one in told["excludeCredentials"]] == ["public-key"]
    assert (told["user"]["name"], told["attestation"]) == ("redactrice", "none")
    assert account.email not in json.dumps(told)
    assert told["challenge"] != asked(client, to_add=True)["challenge"]


@pytest.mark.parametrize(
    ("lies", "sentence"),
    [
        ({"origin": "https://solidaire.exemple.com"}, "pas pour ce site"),
        ({"origin": "http://testserver"}, "pas pour ce site"),
        ({"fmt": "tpm"}, "pas pour ce site"),
        ({"fmt": "packed"}, "pas pour ce site"),
        ({"name": " "}, "Ce champ est obligatoire"),
    ],
)
def test_key_of_elsewhere_is_not_added(client, key, lies, sentence):
    response = add(client, key, **lies)
    page = client.get(response.url) if response.status_code == 302 else response
    assert sentence in _said(page)
    assert not SecurityKey.objects.exists()


def test_answer_to_another_challenge_is_not_added(client, key):
    answer = json.dumps(key.made(asked(client, to_add=True)))
    asked(client, to_add=True)
    sent = {"acte": "ajouter", "name": "Clé", "cle": answer}
    assert "pas pour ce site" in _said(client.post(KEYS, sent, follow=True))
    assert "a expiré" in _said(client.post(KEYS, sent, follow=True))  # a challenge serves once
    assert "il faut un navigateur" in _said(client.post(KEYS, sent | {"cle": ""}, follow=True))
    assert not SecurityKey.objects.exists()


@pytest.mark.parametrize("answer", ["{}", "[]", "[" * 9000, '{"response": {"attestationObject": "oA"}}', "clé"])
def test_answer_that_is_none_is_not_added(client, answer):
    asked(client, to_add=True)
    sent = {"acte": "ajouter", "name": "Clé", "cle": answer}
    assert "pas pour ce site" in _said(client.post(KEYS, sent, follow=True))


def test_key_and_name_are_added_once(client, account, key):
    add(client, key)
    assert "déjà enregistrée" in _said(client.get(add(client, key, name="Autre").url))
    other = Authenticator(name=b"une autre")
    assert "porte déjà ce nom" in _said(client.get(add(client, other).url))
    make_key(make_user("collegue"), other)
    assert "déjà enregistrée" in _said(client.get(add(client, other, name="Autre").url))
    assert account.security_keys.count() == 1
    for number in range(MOST_KEYS - 1):
        make_key(account, Authenticator(name=b"%d" % number), name=f"Clé {number}")
    assert "10 clés au plus" in _said(client.get(add(client, Authenticator(name=b"onze"), name="Onze").url))


def test_key_is_renamed_and_removed_by_its_owner_alone(account, key):
    make_factor(account)
    make_key(account, key)
    theirs = SecurityKey.objects.get()
    other = make_user("collegue", group="rédaction")
    make_key(other, Authenticator(name=b"sienne"))
    client = Client()
    client.force_login(other)
    session = client.session
    session["factor"] = f"key {other.security_keys.get().pk}"
    session.save()
    for act in ("renommer", "retirer"):
        page = client.post(KEYS, {"acte": act, "numero": theirs.pk, "name": "À moi"}, follow=True)
        assert "n’est plus parmi les vôtres" in _said(page)
    theirs.refresh_from_db()
    assert theirs.name == "Clé USB"
    assert client.post(KEYS, {"acte": "tout"}).status_code == 400
    own = other.security_keys.get()
    client.post(KEYS, {"acte": "renommer", "numero": own.pk, "name": " Clé   du bureau "})
    own.refresh_from_db()
    assert own.name == "Clé du bureau"
    page = client.post(KEYS, {"acte": "renommer", "numero": own.pk, "name": " "}, follow=True)
    assert "Donnez à la clé un nom" in _said(page)
    page = client.post(KEYS, {"acte": "retirer", "numero": own.pk}, follow=True)
    assert "votre seul second facteur" in _said(page)
    assert SecurityKey.objects.count() == 2


def test_removed_key_opens_nothing_and_its_sessions_ask_again(client, account, key):
    make_key(account, key)
    make_key(account, Authenticator(name=b"autre"), name="Autre")
    here, there = give_password(), give_password()
    for session in (here, there):
        session.post(reverse("admin:code"), {"cle": touch(session, key)})
        assert is_in(session)
    first = account.security_keys.first()
    page = here.post(KEYS, {"acte": "retirer", "numero": first.pk}, follow=True)
    assert "est retirée" in _said(page)
    assert (is_in(here), is_in(there)) == (True, False)
    assert (_told()[-1], _noted()[-1]) == ("key_removed", "key_removed")
    late = give_password()
    assert "n’est pas acceptée" in _said(late.post(reverse("admin:code"), {"cle": touch(late, key)}))


def test_keys_want_a_recent_log_in(client, account, key):
    session = client.session
    session[PROVED] = (timezone.now() - timedelta(hours=1)).timestamp()
    session.save()
    assert client.get(KEYS).url.startswith(reverse("admin:prove"))
    response = client.post(reverse("admin:key_challenge_to_add"))
    assert (response.status_code, "rechargez" in response.json()["sentence"]) == (403, True)
    assert client.post(KEYS, {"acte": "retirer", "numero": 1}).status_code == 401


def test_telephone_may_leave_when_a_key_stays(client, account, key):
    make_factor(account)
    with pytest.raises(FactorRefused, match="Ajoutez d’abord une clé"):
        remove_telephone(by=account)
    make_key(account, key)
    client = give_password()
    give_code(client, shown(TOTPDevice.objects.get()))
    assert "Le téléphone est retiré" in _said(client.post(FACTOR, {"acte": "telephone"}, follow=True))
    assert not TOTPDevice.objects.exists()
    assert is_in(client)
    assert (_told()[-1], _noted()[-1]) == ("telephone_removed", "factor_removed")
    assert "plus de téléphone" in _said(client.post(FACTOR, {"acte": "telephone"}, follow=True))


def test_whoever_has_keys_alone_does_without_by_one_of_them(client, account, key):
    make_key(account, key)
    client = give_password()
    client.post(reverse("admin:code"), {"cle": touch(client, key)})
    sent = {"acte": "retirer", "password": PASSWORD}
    assert "Ce champ est obligatoire" in _said(client.post(FACTOR, sent))
    assert client.post(FACTOR, sent | {"cle": touch(client, key)}).url == reverse("admin:account")
    assert not SecurityKey.objects.exists()
    assert is_in(client)


def test_required_factor_may_be_a_key(settings, editor, key):
    settings.SECOND_FACTOR_REQUIRED_FOR = ["édition"]
    client = Client()
    client.force_login(editor)
    assert client.get(reverse("admin:index")).url == FACTOR
    assert "une clé en est un" in _said(client.get(KEYS))
    assert "est en place" in _said(add(client, key))
    assert client.get(reverse("admin:index")).status_code == 200
    assert "pas vous en passer" in _said(client.get(FACTOR))


def test_reset_takes_the_keys_too(administrator, account, key):
    make_key(account, key)
    reset_factor(account=account, by=administrator, reason="Clé perdue")
    assert not SecurityKey.objects.exists()
    assert _told() == ["reset"]


@pytest.mark.parametrize(
    ("site", "party"),
    [
        ("https://solidaire.exemple.fr", "solidaire.exemple.fr"),
        ("http://localhost:8000", "localhost"),
        ("http://solidaire.exemple.fr", None),
        ("http://127.0.0.1:8000", None),
        ("", None),
    ],
)
def test_site_is_known_to_keys_by_its_own_address(settings, site, party):
    settings.SITE_URL = site
    request = RequestFactory().get("/")  # http://testserver
    assert getattr(party_of(request), "domain", None) == party
    request = RequestFactory().get("/", secure=True)
    assert getattr(party_of(request), "domain", None) == (party if site else "testserver")
    settings.PRODUCTION = True
    assert getattr(party_of(request), "domain", None) == party


def test_site_without_a_name_says_that_no_key_serves(settings, client, account, key):
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert "que le site soit ouvert en HTTPS" in _said(client.get(KEYS))
    assert client.post(reverse("admin:key_challenge_to_add")).status_code == 409
    make_key(account, key)
    client = give_password()
    assert client.post(reverse("admin:key_challenge")).status_code == 409
    assert "Aucune clé ne peut servir" in _said(client.post(reverse("admin:code"), {"cle": "{}"}))


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"credential_id": b"une cle de logiciel"},
        {"last_used_at": timezone.now() - timedelta(days=1)},
        {"sign_count": -1},
    ],
)
def test_database_refuses_a_key_that_cannot_be(account, fields):
    make_key(account)
    good = {"account": account, "name": "Autre", "credential_id": b"autre", "public_key": b"x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        SecurityKey.objects.create(**good | fields)
    SecurityKey.objects.create(**good)
