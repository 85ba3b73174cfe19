"""Send each request to the database that it is read from, or say in words that there is none."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.defaults import server_error
from psycopg2.errors import ReadOnlySqlTransaction

from communes.remembered import remembered_territory
from config.limits.kinds import is_working
from config.replicas.configured import PRIMARY
from config.replicas.routing import read_from
from config.replicas.standbys import standbys

SAFE = ("GET", "HEAD", "OPTIONS")
JUST_WROTE = "vient-d-ecrire"
JUST_WROTE_FOR = 10  # seconds, more than a standby that is read may be late
TRY_AGAIN_IN = 10  # seconds


class ReadingMiddleware:
    """Public pages from a standby, the back office and whoever writes from the primary.

    Whoever has a session, or has just sent a form, reads what they wrote: from the primary, as long as it is there.
    Without standbys there is nothing to choose; a database that goes away is told in words all the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if len(connections.settings) == 1 or request.path == reverse("healthz"):
            return self.get_response(request)
        source = next((name for name in self._sources(request) if standbys.answers(name)), None)
        if source is None:
            if request.method not in SAFE or is_working(request.path):
                return _away(request)
            request.database_is_away = _away  # for `config.keeping`, which may hold the page still
            return self.get_response(request)
        read_from(source)
        response = self.get_response(request)
        if request.method not in SAFE:
            response.set_cookie(
                JUST_WROTE,
                "1",
                max_age=JUST_WROTE_FOR,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _away(request) if _is_away(exception) else None

    def _sources(self, request: HttpRequest) -> list[str]:
        if request.method not in SAFE or is_working(request.path):
            return [PRIMARY]
        order = standbys.in_order()
        if settings.SESSION_COOKIE_NAME in request.COOKIES or JUST_WROTE in request.COOKIES:
            return [PRIMARY, *(name for name in order if name != PRIMARY)]
        return order


def failed(request: HttpRequest) -> HttpResponse:
    """Answers to what no view was there to catch: a session that cannot be read or kept fails between two of them."""
    return _away(request) if _is_away(sys.exc_info()[1]) else server_error(request)


def _is_away(exception: BaseException | None) -> bool:
    """The database went away while the page was made, took too long, or only reads."""
    only_reads = isinstance(exception, DatabaseError) and isinstance(exception.__cause__, ReadOnlySqlTransaction)
    return only_reads or isinstance(exception, (OperationalError, InterfaceError))


def _away(request: HttpRequest) -> HttpResponse:
    wrote = request.method not in SAFE
    told = {
        "is_working": wrote or is_working(request.path),
        "wrote": wrote,
        "remembered": remembered_territory(),
    }
    response = render(request, "503.html", told, status=503)
    response["Retry-After"] = str(TRY_AGAIN_IN)
    response["Cache-Control"] = "no-store"
    return response
