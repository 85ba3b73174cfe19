"""Requests that no browser sends: refused with words, never answered with a fault of ours.

The suite sends some hundred of them from one seed; `FUZZ_REQUESTS=20000 FUZZ_SEED=7` makes a campaign of it.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.core.signals import got_request_exception
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from config.wsgi import application
from tests.backoffice.forms import form_of
from tests.builders import (
    make_area,
    make_bulletin,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_section,
    make_series,
)

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "240"))
SEED = int(os.environ.get("FUZZ_SEED", "62"))
PUBLIC = (
    "/", "/initiatives/", "/initiatives.csv", "/initiatives.json", "/bulletins/", "/bulletins/1/", "/communes/",
    "/communes/suggestions/", "/sitemap.xml", "/robots.txt", "/healthz", "/mentions-legales/", "/inconnu/",
    "/admin/login/", "/admin/reprise/", "/admin/",
)  # fmt: skip
BODIES = (
    b"", b"a=1&b=%ff", b"a%00=1&csrfmiddlewaretoken=%00", b"a=%ed%a0%80", b"=&&;=%", b"--xx", b"--xx--\r\n",
    b'--xx\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--xx--\r\n',
    b'--xx\r\nContent-Disposition: form-data; name="a"; filename="\xff"\r\n\r\nx\r\n--xx--\r\n',
    b'--xx\r\nContent-Disposition: form-data\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n--xx--\r\n',
)  # fmt: skip
UNREADABLE = (
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "a" * 300,
    "multipart/form-data; boundary=é",
    "multipart/form-data; boundary=xx; charset=base64",
    "application/x-www-form-urlencoded; charset=base64",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded; charset=idna",
    "application/x-www-form-urlencoded; charset=" + "a" * 5_000,
)
READABLE = (
    "multipart/form-data; boundary=xx",
    "application/x-www-form-urlencoded",
    "application/json",
    "text/plain",
    "",
)
ODD = (
    "", "²", "٣", "-1", "9" * 30, "1e400", "a\x00b", "None", "1,5", "\u202e", "<b>", "'\"", "x" * 5_000, " ", "[]",
    "31/02/2020", "0", "2", "../../etc", "%00", "true",
)  # fmt: skip


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """What the site could not answer, in words."""
    seen: list[str] = []

    def note(sender: object, request: object = None, **kwargs: object) -> None:
        seen.append(f"{request.method} {request.path}")

    got_request_exception.connect(note)
    yield seen
    got_request_exception.disconnect(note)


@pytest.fixture
def rows(db):
    series = make_series()
    commune = make_commune("Arras", insee="62041")
    organisation = make_organisation("Alpha")
    initiative = make_initiative("Masques", communes=(commune,), organisations=(organisation,))
    bulletin = make_bulletin("Bulletin", series=series)
    section = make_section(bulletin, initiative)
    others = (make_area(communes=(commune,)), make_contact("https://exemple.fr"), make_person("Jean Exemple"))
    return [series, commune, organisation, initiative, bulletin, section, *others]


@pytest.mark.parametrize("content_type", UNREADABLE)
@pytest.mark.parametrize("path", ["/", "/initiatives/", "/inconnu/", "/admin/login/", "/admin/"])
def test_a_form_that_cannot_be_read_is_a_clear_400(db, faults, path, content_type):
    client = Client(raise_request_exception=False)
    response = client.generic("POST", path, b"--xx--", content_type=content_type)
    assert response.status_code == 400
    assert "Erreur 400" in response.text
    assert faults == []


def change_page(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def answer(client: Client, path: str, data: dict) -> int:
    return client.generic("POST", path, encode_multipart(BOUNDARY, data), content_type=MULTIPART_CONTENT).status_code


@pytest.fixture
def desk(administrator) -> Client:
    administrator.is_superuser = True
    administrator.save()
    client = Client(raise_request_exception=False)
    client.force_login(administrator)
    return client


def test_forms_of_the_back_office_refuse_what_they_never_send(desk, rows, faults):
    """Each form as a browser sends it, with one thing forged."""
    for row in rows:
        path = change_page(row)
        page = desk.get(path)
        forms = [formset.formset.prefix for formset in page.context["inline_admin_formsets"]]
        data = form_of(page, f"{row._meta.model_name}_form")
        forged = [{"_saveasnew": "1"}, {"a\x00b": "1"}]
        for prefix in forms:
            forged += [
                {f"{prefix}-{name}": odd} for name in ("TOTAL_FORMS", "INITIAL_FORMS") for odd in ("²", "٣", "-1", "")
            ]
            forged += [{f"{prefix}-TOTAL_FORMS": "999999999"}, {f"{prefix}-TOTAL_FORMS": None}]
        for change in forged:
            sent = {name: value for name, value in (data | change).items() if value is not None}
            assert answer(desk, path, sent) == 400, (path, change)
    assert faults == []


def test_a_field_without_a_name_is_none(desk, rows, faults):
    for row in rows:
        for page in ("change", "delete"):
            url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])
            assert desk.get(url, {"_to_field": ""}).status_code in (200, 302, 403), url
    assert faults == []


def test_an_announced_crowd_of_lines_is_refused_at_once(desk, rows):
    """Two thousand empty lines took a minute to show."""
    bulletin = rows[4]
    page = desk.get(change_page(bulletin))
    data = form_of(page, "bulletin_form")
    prefix = page.context["inline_admin_formsets"][0].formset.prefix
    started = time.process_time()
    assert answer(desk, change_page(bulletin), data | {f"{prefix}-TOTAL_FORMS": "2000"}) == 400
    assert time.process_time() - started < 2


@pytest.mark.parametrize("digit", ["²", "٣"])
def test_moves_of_the_composer_take_plain_numbers(desk, rows, faults, digit):
    path = reverse("admin:bulletins_bulletin_compose", args=[rows[4].pk])
    assert answer(desk, path, {"ligne": f"entree-{digit}", "acte": "monter"}) == 302
    assert faults == []


def test_public_addresses_answer_anything_without_a_fault(db, faults):
    chance = random.Random(SEED)
    client = Client(raise_request_exception=False)
    for _ in range(REQUESTS):
        path, method = chance.choice(PUBLIC), chance.choice(["POST", "POST", "PUT", "GET", "HEAD", "DELETE", "OPTIONS"])
        kind = chance.choice(UNREADABLE + READABLE)
        query = chance.choice(["", "q=%00", "page=²", f"q={quote(chance.choice(ODD))}", "next=//x"])
        if "charset" in kind:  # the test client goes around `config.wsgi`, which the next test asks
            query = ""
        status = client.generic(method, path, chance.choice(BODIES), content_type=kind, QUERY_STRING=query).status_code
        assert status < 500, (method, path, kind, query)
    assert faults == []


@pytest.mark.parametrize("content_type", [*UNREADABLE, "text/plain; charset=base64", "a; charset=utf-8\x00"])
def test_an_encoding_that_is_none_is_refused_before_the_address_is_read(db, monkeypatch, content_type):
    monkeypatch.setattr("django.db.connection.close_if_unusable_or_obsolete", lambda: None)  # it is the test's own
    statuses = []
    environ = RequestFactory().post("/?q=a").environ | {"CONTENT_TYPE": content_type, "HTTP_HOST": "localhost"}
    body = application(environ, lambda status, headers: statuses.append(status))
    assert statuses == ["400 Bad Request"]
    assert "Erreur 400" in b"".join(body).decode()
