"""Whether a signed answer is the provider's own, for us, and of today.

The algorithm is one of two, told with the kind of key that it takes: neither `none` nor a public key used as a shared
secret can pass. Where the keys are is never read from the answer itself.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any

import jwt

from backoffice.access.provider.refusals import AnswerRefused

KINDS = {"RS256": "RSA", "ES256": "EC"}  # key types by algorithm (RFC 7518, 3.1)
LEEWAY = 60  # seconds by which two clocks may differ
REQUIRED = ("iss", "aud", "sub", "exp", "iat")
LOGGED_OUT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_LASTS = 120  # seconds; the standard advises no more, with `exp` or without
STRICT = jwt.PyJWT(options={"enforce_minimum_key_length": True})

Keys = Callable[[str | None], list[dict[str, Any]]]


def verified_id_token(token: str, *, keys: Keys, issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """The claims of an ID token (OpenID Connect Core, 3.1.3.7). Raises AnswerRefused."""
    claims = _decoded(token, keys=keys, issuer=issuer, client_id=client_id, required=REQUIRED)
    audience = claims["aud"]
    presenter = claims.get("azp")
    if isinstance(audience, list) and len(audience) > 1 and presenter is None:
        raise AnswerRefused(reason="several audiences and no azp")
    if presenter is not None and presenter != client_id:
        raise AnswerRefused(reason="azp is another client")
    told = claims.get("nonce")
    if not nonce or not isinstance(told, str) or not hmac.compare_digest(told.encode(), nonce.encode()):
        raise AnswerRefused(reason="nonce does not match")
    return claims


def verified_userinfo(token: str, *, keys: Keys, issuer: str, client_id: str) -> dict[str, Any]:
    """The claims of a signed userinfo (as ProConnect sends it): it names the issuer and us, like an ID token."""
    return _decoded(token, keys=keys, issuer=issuer, client_id=client_id, required=("iss", "aud", "sub"))


def verified_logout_token(token: str, *, keys: Keys, issuer: str, client_id: str) -> dict[str, Any]:
    """The claims of a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6). Raises AnswerRefused.

    It must name a person: which of its sessions at the provider has ended (`sid`) is not known here.
    """
    claims = _decoded(
        token, keys=keys, issuer=issuer, client_id=client_id, required=("iss", "aud", "iat", "jti", "events")
    )
    events = claims["events"]
    if not isinstance(events, dict) or not isinstance(events.get(LOGGED_OUT), dict):
        raise AnswerRefused(reason="events tell of no log-out")
    if "nonce" in claims:  # an ID token is no logout token
        raise AnswerRefused(reason="a logout token has no nonce")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject or not subject.isprintable():
        raise AnswerRefused(reason="the logout token names nobody")
    if time.time() - claims["iat"] > LOGOUT_LASTS + LEEWAY:
        raise AnswerRefused(reason="the logout token is too old")
    return claims


def check_access_token(access_token: str, claims: dict[str, Any]) -> None:
    """The access token is the one that the ID token was made with, where it says so (`at_hash`)."""
    told = claims.get("at_hash")
    if told is None:
        return
    digest = hashlib.sha256(access_token.encode()).digest()  # of both algorithms
    expected = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=")
    if not hmac.compare_digest(str(told).encode(), expected):
        raise AnswerRefused(reason="at_hash does not match")


def _decoded(token: str, *, keys: Keys, issuer: str, client_id: str, required: tuple[str, ...]) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in KINDS:
            raise AnswerRefused(reason=f"algorithm {str(algorithm)[:20]!r} is not taken")
        key = jwt.PyJWK(_fitting(keys(header.get("kid")), kid=header.get("kid"), algorithm=algorithm), algorithm)
        return STRICT.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=client_id,
            issuer=issuer,
            leeway=LEEWAY,
            options={"require": list(required)},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise AnswerRefused(reason=f"{type(error).__name__} in a token") from error


def _fitting(found: list[dict[str, Any]], *, kid: str | None, algorithm: str) -> dict[str, Any]:
    """The one key for this signature; a token that names none is taken where there is no choice."""
    fitting = [
        key
        for key in found
        if key.get("kty") == KINDS[algorithm]
        and key.get("use") in (None, "sig")
        and key.get("alg") in (None, algorithm)
        and (kid is None or key.get("kid") == kid)
    ]
    if len(fitting) != 1:
        raise AnswerRefused(reason=f"{len(fitting)} keys fit the signature")
    return fitting[0]
