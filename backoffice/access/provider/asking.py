"""Asking the provider: its description, its keys, and nothing that could hold a page for long.

No redirection is followed (a secret would travel with it), an answer has a size and a time, and one that failed is not
asked again by every visitor for a few seconds.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError  # what reading the raw answer raises

from backoffice.access.provider.configured import Provider
from backoffice.access.provider.refusals import AnswerRefused, ProviderAway

LARGEST = 512 * 1024  # bytes; descriptions and keys of large providers weigh 20 kB
KEPT = 3600  # seconds that a description or keys are believed
PATIENCE = 30  # seconds between two readings of the keys for one that is unknown
PAUSE = 5  # seconds for which a provider that is away is not asked for its description again
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
OPTIONAL = ("userinfo_endpoint", "end_session_endpoint")


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: str

    def json(self) -> dict[str, Any]:
        """Raises AnswerRefused for what is no object of JSON."""
        try:
            found = json.loads(self.body)
        except ValueError as error:
            raise AnswerRefused(reason="the answer is no JSON") from error
        if not isinstance(found, dict):
            raise AnswerRefused(reason="the answer is no JSON object")
        return found


@dataclass
class Known:
    """What one process knows of one provider. Moments are those of a clock that never goes back."""

    description: dict[str, Any] = field(default_factory=dict)
    described_at: float = 0
    failed_at: float = float("-inf")
    keys: list[dict[str, Any]] = field(default_factory=list)
    keys_at: float = float("-inf")


class Bearer(AuthBase):
    """The token of access; with an own class, `requests` looks for no password in the files of the account."""

    def __init__(self, token: str = "") -> None:
        self.token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.token:
            request.headers["Authorization"] = f"Bearer {self.token}"
        return request


_known: dict[str, Known] = {}


def fetch(provider: Provider, url: str, *, form: dict[str, str] | None = None, auth: AuthBase | None = None) -> Answer:
    """Read an address of the provider. Raises ProviderAway when it is late, too long, or says 5xx."""
    until = time.monotonic() + 2 * provider.timeout
    body = bytearray()
    try:
        with (
            requests.Session() as session,
            session.request(
                "GET" if form is None else "POST",
                url,
                data=form,
                auth=auth or Bearer(),
                headers={"Accept": "application/json, application/jwt", "Accept-Encoding": "identity"},
                timeout=provider.timeout,
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            # As much as has come: one that sends a byte now and then is late as a whole.
            while part := response.raw.read1(8192, decode_content=True):
                body += part
                if len(body) > LARGEST or time.monotonic() > until:
                    raise ProviderAway(reason=f"{urlsplit(url).path} is too long or too slow")
            status, content_type = response.status_code, response.headers.get("Content-Type", "")
    except (requests.RequestException, HTTPError, OSError) as error:
        raise ProviderAway(reason=f"{urlsplit(url).path}: {type(error).__name__}") from error
    if status >= 500 or status in (404, 429):
        raise ProviderAway(reason=f"{urlsplit(url).path} answers {status}")
    return Answer(status, content_type.partition(";")[0].strip().lower(), body.decode("utf-8", "replace"))


def description(provider: Provider) -> dict[str, Any]:
    """What the provider says of itself at the address that the standard sets, once an hour.

    Refused when it names another issuer, lacks an address, or names one that is less protected than its own.
    """
    known = _known.setdefault(provider.issuer, Known())
    now = time.monotonic()
    if known.description and now - known.described_at < KEPT:
        return known.description
    if now - known.failed_at < PAUSE:
        raise ProviderAway(reason="it was away a moment ago")
    try:
        answer = fetch(provider, f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    except ProviderAway:
        known.failed_at = now
        raise
    found = answer.json()
    if answer.status != 200 or found.get("issuer") != provider.issuer:
        raise AnswerRefused(reason="the description is that of another issuer")
    _check_addresses(provider, found)
    known.description, known.described_at = found, now
    return found


def keys(provider: Provider, *, kid: str | None) -> list[dict[str, Any]]:
    """The provider's public keys; read again for one that is unknown, for providers change them."""
    known = _known.setdefault(provider.issuer, Known())
    age = time.monotonic() - known.keys_at
    is_known = kid is None or any(key.get("kid") == kid for key in known.keys)
    if age > KEPT or (not is_known and age > PATIENCE):
        found = fetch(provider, description(provider)["jwks_uri"]).json().get("keys")
        if not isinstance(found, list):
            raise AnswerRefused(reason="the keys are no list")
        known.keys, known.keys_at = [key for key in found if isinstance(key, dict)], time.monotonic()
    return known.keys


def _check_addresses(provider: Provider, found: dict[str, Any]) -> None:
    schemes = ("https",) if provider.issuer.startswith("https:") else ("https", "http")
    for name in (*NEEDED, *(name for name in OPTIONAL if found.get(name))):
        url = found.get(name)
        if not isinstance(url, str) or urlsplit(url).scheme not in schemes or not urlsplit(url).netloc:
            raise AnswerRefused(reason=f"{name} is no address to trust")
