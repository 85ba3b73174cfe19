"""Every page of the site, those that repeat what was asked, and those that show a refused form again."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.core.signals import got_request_exception
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client

from directory.finding.filters import DirectoryFilter
from tests.hardening.fuzz.asking import where
from tests.hardening.fuzz.description import PARAMETER, public_addresses
from tests.hardening.fuzz.forms import Form
from tests.hardening.fuzz.names import names_that_addresses_hold
from tests.permissions.world import Address

FOLLOWED = 3  # redirects
LEFT = ("TOTAL_FORMS", "INITIAL_FORMS", "version", "csrfmiddlewaretoken", "-id")  # of a form, for it to be read at all


@dataclass(frozen=True)
class Page:
    """What was asked, and what a browser would get."""

    asked: str
    url: str
    status: int
    headers: dict[str, str]
    content: bytes
    fault: str = ""

    @property
    def kind(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0]


@contextmanager
def _faults() -> Iterator[list[str]]:
    found: list[str] = []

    def note(sender: object, **kwargs: object) -> None:
        found.append(where(sys.exc_info()[1]))

    got_request_exception.connect(note)
    yield found
    got_request_exception.disconnect(note)


def answer(client: Client, url: str, pairs: Sequence[tuple[str, str]] | None = None) -> Page:
    """A page, to the end of its redirects; what the request changed is undone."""
    asked = f"{'GET' if pairs is None else 'POST'} {url}"
    with _faults() as faults:
        url, response, content = _followed(client, url, pairs)
    return Page(asked, url, response.status_code, dict(response.headers), content, " ".join(faults))


def _followed(client: Client, url: str, pairs: Sequence[tuple[str, str]] | None) -> tuple[str, HttpResponseBase, bytes]:
    for _ in range(FOLLOWED):
        with transaction.atomic():
            if pairs is None:
                response = client.get(url)
            else:
                body = urlencode(pairs).encode("utf-8", "replace")
                response = client.post(url, body, content_type="application/x-www-form-urlencoded")
            content = b"".join(response) if response.streaming else response.content
            for close in response._resource_closers:
                close()
            transaction.set_rollback(True)
        led_to = response.headers.get("Location", "")
        if pairs is not None or not led_to.startswith("/"):
            break
        url = led_to
    return url, response, content


def public_urls(known: dict[str, list[Any]]) -> list[str]:
    """Each address with each value that is known of its parameters; where it has several, they go on together."""
    urls = []
    for path, pattern in public_addresses():
        values = {
            one or other: known.get(one or other, ["x"]) for one, other in PARAMETER.findall(str(pattern.pattern))
        }
        for turn in range(max(map(len, values.values()), default=1)):
            urls.append(path.format(**{name: some[turn % len(some)] for name, some in values.items()}))
    return urls


def echoes(payloads: Iterable[str], listed: Iterable[Address]) -> Iterator[str]:
    """Addresses that carry a trap: in each filter of the directory, in the words of each list, in a way back."""
    names = sorted({*DirectoryFilter.base_filters, *names_that_addresses_hold()})
    bases = ("/initiatives/", "/initiatives.atom", "/suivre/", "/suggestions/", "/communes/suggestions/", "/bulletins/")
    for payload in payloads:
        everywhere = urlencode([(name, payload) for name in names])
        yield from (f"{base}?{everywhere}" for base in bases)
        yield from (f"/initiatives/?{urlencode({name: payload})}" for name in ("q", "commune_nom"))
        yield from (f"/admin/login/?{urlencode({name: payload})}" for name in ("next", "retour"))
        yield from (f"{base}{quote(payload, safe='')}/" for base in ("/", "/themes/", "/epreuves/", "/admin/"))
    for one in listed:
        yield f"{one.url}?{urlencode({'q': ' '.join(payloads), 'retour': payloads[0], 'e': payloads[0]})}"


def refused_forms(
    forms: Iterable[Form], payloads: Sequence[str], *, turn: int
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each form with a trap in each of its fields: most are refused, and shown again."""
    for place, form in enumerate(one for one in forms if one.method == "POST" and one.pairs):
        payload = payloads[(turn + place) % len(payloads)]
        yield (
            form.path,
            [(name, value if any(left in name for left in LEFT) else payload) for name, value in form.pairs],
        )
