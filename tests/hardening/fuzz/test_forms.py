"""Every form of the back office with something odd in it: refused in words, or saved, never a fault."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.hardening.fuzz.asking import Asked, drawn, requests
from tests.hardening.fuzz.forms import Form, Pairs, forms_of, mutated, urlencoded, written
from tests.permissions.world import addresses, make_world

REQUESTS = requests(0.5, slice_of=150)


@pytest.fixture
def desk(administrator) -> Client:
    administrator.is_superuser = True
    administrator.save()
    client = Client(raise_request_exception=False)
    client.force_login(administrator)
    return client


@pytest.fixture
def forms(desk, settings, tmp_path) -> list[Form]:
    settings.MEDIA_ROOT = tmp_path
    asked = addresses(make_world())
    return forms_of(desk, asked if REQUESTS > 1_000 else list({one.name: one for one in asked}.values())[::2])


def test_no_form_answers_with_a_fault(desk, forms, capsys):
    with Asked(desk) as asked:

        @drawn(REQUESTS, mutated(forms))
        def _(sent: tuple[Form, Pairs, str]) -> None:
            form, pairs, kind = sent
            if form.method == "GET":
                path, _, query = form.path.partition("?")
                asked.send("GET", path, QUERY_STRING=f"{query}&{urlencoded(pairs).decode()}")
            else:
                asked.send("POST", form.path, *written(pairs, kind))

    with capsys.disabled():
        print(f"\nfuzz: forms: {len(forms)} forms, {asked.told()}")  # noqa: T201 the line that a campaign is run for
    assert asked.faults == {}
    assert {200, 302, 400} <= set(asked.statuses)
