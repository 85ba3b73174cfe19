"""The public addresses as an OpenAPI description, made from the addresses and the filters of the site.

It is made for the tests and published nowhere: whoever adds an address or a filter adds it here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver
from django.urls.converters import IntConverter

from directory.finding.filters import REPEATED, DirectoryFilter
from tests.hardening.fuzz.names import names_that_addresses_hold
from tests.permissions.world import PREFIX, routes

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data", "application/json")
TEXT = {"type": "string", "maxLength": 60}


def description(rows: dict[str, list[Any]]) -> dict[str, Any]:
    """`rows` holds values that exist, by the name of the parameter, for some addresses to lead somewhere."""
    return {
        "openapi": "3.0.3",
        "info": {"title": "Solidaire", "version": "1"},
        "paths": {path: _methods(pattern, rows) for path, pattern in public_addresses()},
    }


def public_addresses() -> Iterator[tuple[str, URLPattern]]:
    """Each address that asks for no login, its parameters in braces."""
    for _, route, pattern in routes(get_resolver().url_patterns):
        if not route.startswith(PREFIX):
            plain = PARAMETER.sub(lambda found: f"{{{found[1] or found[2]}}}", route)
            yield "/" + plain.replace("^", "").replace("$", "").replace("\\", ""), pattern


def _methods(pattern: URLPattern, rows: dict[str, list[Any]]) -> dict[str, Any]:
    names = [one or other for one, other in PARAMETER.findall(str(pattern.pattern))]
    found = [_in_path(name, pattern, rows) for name in names] + _in_query(rows)
    answers = {"responses": {"default": {"description": "une réponse"}}}
    body = {"type": "object", "additionalProperties": TEXT, "maxProperties": 6}
    sent = {"requestBody": {"content": {kind: {"schema": body} for kind in FORM_TYPES}}}
    return {
        "get": {"parameters": found} | answers,
        "head": {"parameters": found} | answers,
        "post": {"parameters": found} | sent | answers,
        "put": {"parameters": found} | sent | answers,
        "options": {"parameters": found} | answers,
    }


def _in_path(name: str, pattern: URLPattern, rows: dict[str, list[Any]]) -> dict[str, Any]:
    any_other = {"type": "integer"} if isinstance(pattern.pattern.converters.get(name), IntConverter) else TEXT
    return {"in": "path", "name": name, "required": True, "schema": _one_of(any_other, rows.get(name, []))}


def _in_query(rows: dict[str, list[Any]]) -> list[dict[str, Any]]:
    names = sorted({*DirectoryFilter.base_filters, *names_that_addresses_hold()})
    parameters = []
    for name in names:
        one = _one_of(TEXT, rows.get(name, []))
        many = {"type": "array", "items": one, "maxItems": 5}
        parameters.append({"in": "query", "name": name, "schema": many if name in REPEATED else one})
    return parameters


def _one_of(any_other: dict[str, Any], known: list[Any]) -> dict[str, Any]:
    return {"anyOf": [{"enum": known}, any_other]} if known else any_other
