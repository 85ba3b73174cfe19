"""The pages that say what a limit has refused: they ask nothing of the database, which may be what is short."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from communes.remembered import remembered_territory
from config.limits.kinds import Kind, kind_of

SAFE = ("GET", "HEAD", "OPTIONS")


def refusal(
    request: HttpRequest, page: str, *, status: int, retry_after: int | None = None, **words: Any
) -> HttpResponse:
    """The page `templates/refusals/<page>.html`; `retry_after` in seconds."""
    kind = kind_of(request)
    told = {
        "is_working": kind is Kind.OFFICE,
        "is_file": kind is Kind.FILE,
        "wrote": request.method not in SAFE,
        "searched": bool(request.META.get("QUERY_STRING")),
        "retry_after": retry_after,
        "remembered": remembered_territory(),
    }
    response = render(request, f"refusals/{page}.html", told | words, status=status)
    response["Cache-Control"] = "no-store"
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response
