"""Every form of the back office as a browser would send it, and the odd things that may be done to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_from_bytes, urljoin

import lxml.html
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from hypothesis import strategies as st

from tests.hardening.fuzz.names import names_that_are_read
from tests.permissions.world import Address

Pairs = list[tuple[str, str]]
MANAGEMENT = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS", "0-id", "0-DELETE", "0-ORDER")
URLENCODED = "application/x-www-form-urlencoded"
ODD = (
    "", " ", "0", "1", "2", "-1", "²", "٣", "9" * 30, "9" * 5_000, "1e400", "NaN", "1,5", "true", "None", "on", "[]",
    "{}", "a\x00b", "\ud800", "\u202etxt", "\ufeff", "\u2028", "e\u0301" * 300, "<b>", "'\"", "%00", "%s", "{{ 7 }}",
    "../../etc", "//exemple.fr", "javascript:x", "31/02/2020", "0001-01-01", "9999-12-31", "25:61", "x" * 70_000,
    "masque " * 3_000, "**" * 500, "- " * 500, "+33" + "1" * 40, "a@" + "é" * 80, "https://[::1", "http://xn--a",
    "\r\nX: y", "\t\n", "=1+1", "62041", "brouillon-1", "entry-1-wording", "section-1-heading", "0" * 64,
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    path: str
    method: str
    pairs: tuple[tuple[str, str], ...]
    buttons: tuple[tuple[str, str], ...] = ()


def forms_of(client: Client, addresses: list[Address]) -> list[Form]:
    """Those of every page, once each, and one without any field for every address, asked as a form and as a page."""
    found: dict[tuple[Any, ...], Form] = {}
    for address in addresses:
        response = client.get(address.url)
        for close in response._resource_closers:  # a document that is handed out
            close()
        forms = [Form(address.url, "POST", ()), Form(address.url, "GET", ())]
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            forms += _in_page(address.url, response.content.decode())
        for form in forms:
            found.setdefault((form.path, form.method, tuple(name for name, _ in form.pairs)), form)
    return list(found.values())


def _in_page(url: str, html: str) -> list[Form]:
    page = lxml.html.document_fromstring(html)
    forms = []
    for form in page.forms:
        outside = page.xpath("//*[@form=$id]", id=form.get("id", ""))
        buttons = [one for one in (*form.iter("button", "input"), *outside) if one.get("type", "submit") == "submit"]
        pairs = form.form_values() + [(one.get("name"), one.get("value") or "") for one in outside if one.get("name")]
        path = urljoin(url, form.get("action") or "")
        if path.startswith("/admin/logout"):
            continue
        pressed = [(one.get("name"), one.get("value", "")) for one in buttons if one.get("name")]
        sent = tuple((name, value) for name, value in pairs if name != "csrfmiddlewaretoken")
        forms.append(Form(path, (form.get("method") or "get").upper(), sent, tuple(pressed)))
    return forms


def mutated(forms: list[Form]) -> st.SearchStrategy[tuple[Form, Pairs, str]]:
    """A form, what is sent of it, and how it is written."""
    return st.sampled_from(forms).flatmap(
        lambda form: st.tuples(st.just(form), _changed(form), st.sampled_from((URLENCODED, MULTIPART_CONTENT, "json")))
    )


@st.composite
def _changed(draw: st.DrawFn, form: Form) -> Pairs:
    pairs = list(form.pairs)
    if form.buttons and draw(st.booleans()):
        pairs.append(draw(st.sampled_from(form.buttons)))
    own = sorted({name for name, _ in pairs})
    prefixes = [name.removesuffix("TOTAL_FORMS") for name in own if name.endswith("TOTAL_FORMS")]
    lines = [prefix + name for prefix in prefixes for name in MANAGEMENT]
    names = st.one_of(
        *(st.sampled_from(some) for some in (own, lines) if some),
        st.sampled_from(names_that_are_read()),
    )
    values = st.one_of(st.sampled_from(ODD), st.text(max_size=20))
    for _ in range(draw(st.integers(1, 4))):
        name, way = draw(names), draw(st.sampled_from(("put", "put", "put", "drop", "double", "odd name")))
        if way in ("put", "drop"):
            pairs = [pair for pair in pairs if pair[0] != name]
        if way != "drop":
            pairs.append((name + draw(st.sampled_from(ODD[:14])) if way == "odd name" else name, draw(values)))
    return pairs


def written(pairs: Pairs, kind: str) -> tuple[bytes, str]:
    """The body and its type. Half characters, which no browser sends, are written as bytes that are no UTF-8."""
    if kind == "json":
        return json.dumps(dict(pairs)).encode(), "application/json"
    if kind == URLENCODED:
        return urlencoded(pairs), kind
    several: dict[str, list[str]] = {}
    for name, value in pairs:
        several.setdefault(_whole(name), []).append(_whole(value))
    return encode_multipart(BOUNDARY, several), kind


def urlencoded(pairs: Pairs) -> bytes:
    return "&".join(
        "=".join(quote_from_bytes(part.encode("utf-8", "surrogatepass")) for part in pair) for pair in pairs
    ).encode()


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
