"""The site as it is served, except that a request may say which fault strikes it (header `X-Fault`, plain JSON).

Given to gunicorn as `tests.faults.site:application`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from config.wsgi import application as site
from tests.faults.injecting import arm, install, pass_point
from tests.faults.settings import hurry

install()
hurry()
WORDS = b"fait"
DONE = ("302 Found", [("Location", "/admin/"), ("Content-Length", str(len(WORDS)))])


def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    told = environ.pop("HTTP_X_FAULT", "")
    fault = json.loads(told) if told else None
    weakness = (fault or {}).get("weakness")
    if weakness == "answered-early":  # a site that says it is done, and then does it
        return _done_afterwards(environ, start_response, fault)
    status, headers, body = _served(environ, fault)
    if weakness == "swallowed" and status >= "400":  # a site that says it is done, whatever happened
        status, headers, body = (*DONE, WORDS)
    start_response(status, headers)
    return [body]


def _done_afterwards(environ: dict[str, Any], start_response: Callable, fault: dict[str, Any]) -> Iterator[bytes]:
    start_response(*DONE)
    yield WORDS
    _served(environ, fault)


def _served(environ: dict[str, Any], fault: dict[str, Any] | None) -> tuple[str, list, bytes]:
    """The whole answer: the fault holds until it is made, and its connection given back."""
    kept: list[Any] = []

    def keep(status: str, headers: list, *rest: Any) -> None:
        kept[:] = [status, headers]

    with arm(fault):
        answer = site(environ, keep)
        try:
            body = b"".join(answer)
        finally:
            answer.close()
        pass_point("ANSWER")
    return kept[0], kept[1], body
