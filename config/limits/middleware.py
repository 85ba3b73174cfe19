"""Hold each request to the limits of its kind, and say in words what was cut."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from psycopg2.errors import LockNotAvailable, QueryCanceled

from config.limits.kinds import kind_of
from config.limits.refusals import refusal
from config.limits.statements import hold

logger = logging.getLogger(__name__)

TRY_AGAIN_IN = 10  # seconds


class StatementsMiddleware:
    """After the choice of the database, before anything is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        hold(kind_of(request))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        cause = exception.__cause__ if isinstance(exception, OperationalError) else None
        if not isinstance(cause, (QueryCanceled, LockNotAvailable)):
            return None
        # Without the words: nothing is kept of what people search.
        logger.warning("Coupé (%s) : %s %s", type(cause).__name__, request.method, request.path)
        is_locked = isinstance(cause, LockNotAvailable)
        return refusal(request, "slow", status=503, retry_after=TRY_AGAIN_IN, is_locked=is_locked)
