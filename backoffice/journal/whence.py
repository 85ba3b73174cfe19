"""From where the act at hand is asked: services know no request, and the journal tells the network all the same."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from backoffice.access.network import client_network, shortened_network

_request: ContextVar[HttpRequest | None] = ContextVar("journal_request", default=None)


class WhenceMiddleware:
    """Holds the request while it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def current_request() -> HttpRequest | None:
    return _request.get()


def network_of(request: HttpRequest | None) -> str:
    """“192.0.2.x”; empty where no request asked for it."""
    return shortened_network(client_network(request)) if request is not None else ""
