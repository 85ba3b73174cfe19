"""Schemathesis asks every public address, as it is described and otherwise, and none answers with a fault."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from django.test import Client
from hypothesis import strategies
from schemathesis import GenerationMode
from schemathesis.core import NotSet

from tests.hardening.fuzz.asking import Asked, drawn, requests
from tests.hardening.fuzz.description import description, public_addresses
from tests.hardening.known import known_values
from tests.permissions.world import make_world

REQUESTS = requests(0.5, slice_of=120)


@pytest.fixture
def rows(db, settings, tmp_path) -> dict[str, list[Any]]:
    settings.MEDIA_ROOT = tmp_path
    return known_values(make_world())


def test_every_public_address_is_described(rows):
    told = {path for path, _ in public_addresses()}
    assert {"/", "/initiatives/", "/initiatives.csv", "/bulletins/{number}/", "/communes/{insee}-{slug}/"} <= told
    assert "/epreuves/{token}/" in told
    assert not [path for path in told if path.startswith("/admin") or "(" in path or "<" in path]


def test_no_public_address_answers_with_a_fault(rows, capsys):
    schema = schemathesis.openapi.from_dict(description(rows))
    operations = [found.ok() for found in schema.get_all_operations()]
    ways = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    # Most methods are answered before anything is read: two requests of three are readings.
    often = [one for one in operations for _ in range(6 if one.method == "get" else 1)]
    cases = strategies.sampled_from([(one, way) for one in often for way in ways]).flatmap(
        lambda drawn: drawn[0].as_strategy(generation_mode=drawn[1])
    )
    with Asked(Client(raise_request_exception=False)) as asked:

        @drawn(REQUESTS, cases)
        def _(case: schemathesis.Case) -> None:
            sent = _sent(case)
            asked.send(case.method, _path(case), *sent, headers=_headers(case))

    with capsys.disabled():
        print(f"\nfuzz: public: {asked.told()}")  # noqa: T201 the line that a campaign is run for
    assert asked.faults == {}
    assert sum(asked.statuses.values()) >= REQUESTS * 0.9
    assert {200, 404, 405} <= set(asked.statuses)


def _path(case: schemathesis.Case) -> str:
    query = urlencode([(name, value) for name, values in (case.query or {}).items() for value in _several(values)])
    return quote(case.formatted_path, safe="/%") + (f"?{query}" if query else "")


def _several(values: Any) -> list[str]:
    return [str(one) for one in values] if isinstance(values, list) else [str(values)]


def _headers(case: schemathesis.Case) -> dict[str, str]:
    return {
        name: str(value) for name, value in (case.headers or {}).items() if name.lower() not in ("host", "content-type")
    }


def _sent(case: schemathesis.Case) -> tuple[bytes, str]:
    if isinstance(case.body, NotSet):
        return b"", ""
    if case.media_type == "application/x-www-form-urlencoded" and isinstance(case.body, dict):
        return urlencode({name: str(value) for name, value in case.body.items()}).encode(), case.media_type
    text = case.body if isinstance(case.body, bytes) else str(case.body).encode("utf-8", "replace")
    return text, "multipart/form-data; boundary=xx" if "multipart" in case.media_type else case.media_type
