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

from bulletins.models import Bulletin
from communes.models import Area, Commune
from initiatives.models import Audience, Initiative, Picture
from organisations.models import Organisation
from tests.builders import make_picture
from tests.hardening.fuzz.asking import Asked, drawn, requests
from tests.hardening.fuzz.description import description, public_addresses
from tests.permissions.world import make_world
from workshop.proof.outside import open_link, token_of

REQUESTS = requests(0.5, slice_of=120)


@pytest.fixture
def rows(db, settings, tmp_path) -> dict[str, list[Any]]:
    """Values that exist, by the name of the parameter that they are asked by."""
    settings.MEDIA_ROOT = tmp_path
    world = make_world()
    draft = world[Bulletin]["brouillon"]
    link = open_link(bulletin=draft, reader="Cabinet", days=3, by=draft.created_by)
    make_picture(world[Initiative]["parue"])
    return {
        "pk": [
            *Initiative.objects.values_list("pk", flat=True)[:3],
            *Organisation.objects.values_list("pk", flat=True),
        ],
        "number": [1, 2],
        "form": ["docx", "odt", "txt", "json", "html", "zip"],
        "insee": list(Commune.objects.values_list("insee", flat=True)),
        "sha256": list(Picture.objects.values_list("sha256", flat=True)),
        "width": [480],
        "kind": ["jpeg", "svg"],
        "token": [token_of(link)],
        "section": ["initiatives", "bulletins", "communes"],
        "series__slug": list(Bulletin.objects.values_list("series__slug", flat=True)),
        "slug": ["protection", "x"],
        "commune": list(Commune.objects.values_list("insee", flat=True)),
        "territoire": list(Area.objects.values_list("slug", flat=True)),
        "theme": ["protection"],
        "public": list(Audience.objects.values_list("slug", flat=True)),
        "tri": ["pertinence", "date", "commune"],
        "q": ["masques", "marck", "masques pres de Marck"],
        "page": ["1", "2", "²"],
    }


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
