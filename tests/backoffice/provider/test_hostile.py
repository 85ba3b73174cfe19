"""Answers that are not the provider's, not for us, not of today, or not this browser's: nobody is logged in."""

import time
from contextlib import suppress
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from backoffice.access.provider import asking
from backoffice.models import JournalLine
from tests.backoffice.provider.conftest import way_back
from tests.backoffice.provider.serving import (
    EC_KEY,
    OTHER_KEY,
    RSA_KEY,
    SECRET,
    WEAK_KEY,
    forged,
    public_jwk,
    public_pem,
    signed,
    signed_with_weak_key,
)
from tests.builders import make_user

PAST, FUTURE = 1_500_000_000, 4_000_000_000  # of the names of tests, which must not change


def _is_refused(response, status=400):
    """A page in French with the ways on; nobody is logged in, no account was opened."""
    page = response.content.decode()
    return (
        response.status_code == status
        and "La connexion n’a pas abouti" in page
        and reverse("admin:provider") in page
        and reverse("admin:login") in page
        and response.headers["Cache-Control"].count("no-store") == 1
        and not User.objects.exists()
    )


@pytest.mark.parametrize(
    "bent",
    [
        {"nonce": "celui-d-une-autre"},
        {"nonce": None},
        {"nonce": 7},
        {"aud": "autre-client"},
        {"aud": None},
        {"aud": ["solidaire", "autre-client"]},  # and no azp
        {"aud": ["solidaire", "autre-client"], "azp": "autre-client"},
        {"azp": "autre-client"},
        {"iss": "https://ailleurs.exemple"},
        {"iss": None},
        {"exp": PAST},
        {"exp": None},
        {"iat": None},
        {"iat": FUTURE},
        {"nbf": FUTURE},
        {"sub": None},
        {"sub": "agent-8"},  # the userinfo speaks of another
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
    ids=str,
)
def test_wrong_claim_is_refused(client, travel, there, bent):
    there.bent = bent
    assert _is_refused(travel(client))
    assert JournalLine.objects.get().kind == "log_in_failed"


def test_right_claims_are_taken(client, travel, there):
    """The control of the test above: what it bends is what is refused."""
    there.bent = {"aud": ["solidaire", "autre-client"], "azp": "solidaire", "exp": int(time.time()) - 30}
    assert travel(client).status_code == 302
    assert User.objects.get().is_staff


SIGNATURES = {
    "none": lambda claims: forged(claims, algorithm="none"),
    "None": lambda claims: forged(claims, algorithm="None"),
    "HS256 with the public key": lambda claims: forged(claims, algorithm="HS256", secret=public_pem(RSA_KEY)),
    "HS256 with the secret": lambda claims: forged(claims, algorithm="HS256", secret=SECRET.encode()),
    "another key under the same name": lambda claims: signed(claims, key=OTHER_KEY),
    "an unknown key": lambda claims: signed(claims, key=OTHER_KEY, kid="autre"),
    "RS512": lambda claims: signed(claims, algorithm="RS512"),
    "a key of the other kind": lambda claims: signed(claims, key=EC_KEY, algorithm="ES256", kid="rsa"),
    "a key for encryption": lambda claims: signed(claims, key=OTHER_KEY, kid="enc"),
    "a weak key": signed_with_weak_key,
    "no token": lambda claims: "…",
    "three dots": lambda claims: "a.b.c",
    "a name of a key that is none": lambda claims: signed(claims, key=OTHER_KEY, kid="\x00"),
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_wrong_signature_is_refused(client, travel, there, name):
    there.keys += [public_jwk(OTHER_KEY, kid="enc", use="enc"), public_jwk(WEAK_KEY, kid="weak", use="sig")]
    there.sign = SIGNATURES[name]
    assert _is_refused(travel(client))


def test_shared_secret_among_the_keys_signs_nothing(client, travel, there):
    there.keys = [{"kty": "oct", "k": "dW4tc2VjcmV0", "kid": "rsa", "use": "sig"}]
    there.sign = lambda claims: forged(claims, algorithm="HS256", secret=b"un-secret")
    assert _is_refused(travel(client))


def test_token_that_names_no_key_is_taken_where_there_is_no_choice(client, travel, there):
    there.sign = lambda claims: signed(claims, kid=None)
    assert travel(client).status_code == 302


def test_token_that_names_no_key_among_several_is_refused(client, travel, there):
    there.keys.append(public_jwk(OTHER_KEY, kid="autre", use="sig"))
    there.sign = lambda claims: signed(claims, kid=None)
    assert _is_refused(travel(client))


def test_keys_are_read_again_for_one_that_is_new(client, travel, there, monkeypatch):
    assert travel(client).status_code == 302
    there.keys = [public_jwk(OTHER_KEY, kid="nouvelle", use="sig")]
    there.sign = lambda claims: signed(claims, key=OTHER_KEY, kid="nouvelle")
    assert travel(Client()).status_code == 400  # a moment after the last reading
    assert there.count("/jwks") == 1
    monkeypatch.setattr(asking, "PATIENCE", -1)
    assert travel(Client()).status_code == 302
    assert there.count("/jwks") == 2


@pytest.mark.parametrize(
    ("bent", "status"),
    [({}, 302), ({"aud": "autre"}, 400), ({"sub": "agent-8"}, 400), ({"iss": "https://ailleurs.exemple"}, 400)],
)
def test_signed_userinfo_is_verified(client, travel, there, bent, status):
    """ProConnect sends it so."""
    there.person["iss"] = there.issuer

    def userinfo(told):
        return "application/jwt; charset=utf-8", signed(told | {"aud": "solidaire"} | bent).encode()

    there.userinfo = userinfo
    assert travel(client).status_code == status
    assert User.objects.exists() is (status == 302)


def test_signed_userinfo_with_a_forged_signature_is_refused(client, travel, there):
    def userinfo(told):
        claims = told | {"aud": "solidaire", "iss": there.issuer}
        return "application/jwt", forged(claims, algorithm="HS256", secret=public_pem(RSA_KEY)).encode()

    there.userinfo = userinfo
    assert _is_refused(travel(client))


def test_code_serves_once(client, there, db):
    url = way_back(client, there)
    assert client.get(url).status_code == 302
    page = client.get(url)  # the same state
    assert page.status_code == 400
    assert "a déjà servi" in page.content.decode()
    code = parse_qs(urlsplit(url).query)["code"][0]
    other = Client()
    fresh = parse_qs(urlsplit(way_back(other, there)).query)
    replayed = {"state": fresh["state"][0], "code": code}  # in an attempt of its own
    assert other.get(reverse("admin:provider_return"), replayed).status_code == 400
    assert other.get("/admin/").status_code == 302


def test_code_of_another_attempt_is_refused(client, there, db):
    """Somebody's code, brought in by another browser: neither PKCE nor nonce is that of its attempt."""
    theirs = parse_qs(urlsplit(way_back(Client(), there)).query)["code"][0]
    own = parse_qs(urlsplit(way_back(client, there)).query)["state"][0]
    assert _is_refused(client.get(reverse("admin:provider_return"), {"state": own, "code": theirs}))


def test_state_of_another_session_is_refused(client, there, db):
    assert _is_refused(Client().get(way_back(client, there)))
    assert not there.count("/token")


@pytest.mark.parametrize("query", [{}, {"code": "x"}, {"state": "x", "code": "x"}, {"error": "access_denied"}])
def test_return_that_nobody_began_is_refused(client, there, db, query):
    assert _is_refused(client.get(reverse("admin:provider_return"), query))
    assert not there.asked
    assert not JournalLine.objects.exists()


def test_old_attempt_is_over(client, there, db):
    url = way_back(client, there)
    session = client.session
    for kept in session["oidc_states"].values():
        kept["added_on"] -= 601
    session.save()
    assert _is_refused(client.get(url))
    assert not there.count("/token")


def test_tabs_have_attempts_of_their_own(client, there, db):
    first, second = way_back(client, there, next="/admin/compte/"), way_back(client, there, next="/admin/auth/")
    assert client.get(first).url == "/admin/compte/"
    assert client.get(second).status_code == 400  # the session has changed hands


def test_answer_of_another_issuer_is_refused(client, there, db):
    """RFC 9207: the return names whose answer it is."""
    url = way_back(client, there)
    assert _is_refused(client.get(url.replace(urlencode({"iss": there.issuer}), "iss=https://ailleurs.exemple")))
    assert not there.count("/token")


def test_answer_without_its_issuer_is_refused_where_the_provider_tells_it(client, there, db):
    there.described = {"authorization_response_iss_parameter_supported": True}
    url = way_back(client, there)
    assert _is_refused(client.get(url.replace(urlencode({"iss": there.issuer}), "")))


@pytest.mark.parametrize(
    "aim",
    [
        "https://ailleurs.exemple/",
        "//ailleurs.exemple/admin/",
        "/\\ailleurs.exemple",
        "/admin/\r\nLocation: https://ailleurs.exemple",
        "/admin/\\..\\..",
        "javascript:alert(1)",
        "/bulletins/",
        "",
    ],
)
def test_nobody_is_led_away(client, travel, aim):
    assert travel(client, next=aim).url == "/admin/"


def test_declined_there_is_told_in_our_words(client, travel, there):
    there.declines = "access_denied"
    url = way_back(client, there) + "&error_description=Appelez+le+0+800"
    response = client.get(url)
    assert _is_refused(response, 403)
    assert "0 800" not in response.content.decode()


def test_person_who_is_logged_in_stays_so_after_a_refusal(client, travel, there):
    client.force_login(make_user(group="rédaction"))
    there.declines = "login_required"
    page = travel(client)
    assert page.status_code == 403
    assert "Revenir à votre première page" in page.content.decode()
    assert client.get("/admin/").status_code == 200


def _says(status, body=b"{}"):
    def answer(handler):
        handler._say(status, "application/json", body)

    return answer


def _leads_away(handler):
    handler._lead("http://127.0.0.1:9/ailleurs")


def _is_slow(handler):
    time.sleep(0.6)
    with suppress(BrokenPipeError, ConnectionResetError):
        handler._say(200, "application/json", b"{}")


def _drips(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    with suppress(BrokenPipeError, ConnectionResetError):  # nobody listens to the end
        for _ in range(10):
            handler.wfile.write(b" ")
            time.sleep(0.1)


def _breaks_off(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"{")
    handler.close_connection = True


FAULTS = {
    "500": (_says(500), 503),
    "404": (_says(404), 503),
    "too long": (_says(200, b" " * (asking.LARGEST + 1)), 503),
    "slow": (_is_slow, 503),
    "drips": (_drips, 503),
    "breaks off": (_breaks_off, 503),
    "no JSON": (_says(200, b"<html>"), 400),
    "a list": (_says(200, b"[]"), 400),
    "leads away": (_leads_away, 400),
    "nothing": (_says(200), 400),
    "401": (_says(401), 400),
}


@pytest.mark.parametrize("path", ["/jwks", "/token", "/userinfo"])
@pytest.mark.parametrize("fault", FAULTS)
def test_fault_on_the_way_back_is_a_page(client, there, db, settings, path, fault):
    there.failing[path], status = FAULTS[fault]
    url = way_back(client, there)
    if fault in ("slow", "drips"):
        settings.OIDC_TIMEOUT = 0.2
    assert _is_refused(client.get(url), status)


@pytest.mark.parametrize("fault", ["500", "no JSON", "leads away", "nothing"])
def test_description_that_cannot_be_read_is_a_page(client, there, db, fault):
    there.failing["/.well-known/openid-configuration"], status = FAULTS[fault]
    response = client.get(reverse("admin:provider"))
    assert _is_refused(response, status)
    assert response.has_header("Retry-After") is (status == 503)


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://ailleurs.exemple"},
        {"token_endpoint": None},
        {"jwks_uri": "file:///etc/passwd"},
        {"userinfo_endpoint": "//ailleurs.exemple/"},
        {"end_session_endpoint": "javascript:alert(1)"},
    ],
)
def test_description_that_is_not_to_be_trusted_is_refused(client, there, db, described):
    there.described = described
    assert _is_refused(client.get(reverse("admin:provider")))


def test_provider_that_is_away_is_not_asked_by_every_visitor(client, there, db):
    there.failing["/.well-known/openid-configuration"] = _says(500)
    for _ in range(3):
        assert client.get(reverse("admin:provider")).status_code == 503
    assert len(there.asked) == 1


def test_provider_that_is_gone_is_told_and_passwords_still_open(client, there, db):
    there.close()
    make_user("redactrice", group="rédaction", password="une-longue-phrase-7")
    assert client.get(reverse("admin:provider")).status_code == 503
    data = {"username": "redactrice", "password": "une-longue-phrase-7"}
    assert client.post(reverse("admin:login"), data).status_code == 302


@pytest.mark.parametrize("name", ["provider", "provider_return", "provider_logged_out"])
def test_without_a_provider_its_pages_do_not_exist(client, db, name):
    assert client.get(reverse(f"admin:{name}")).status_code == 404
    assert client.post(reverse(f"admin:{name}")).status_code in (404, 405)
