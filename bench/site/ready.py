"""When the server is what it will be: the index stands, or is not wanted at this size."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from directory.index.standing import STANDING


def ready(request: HttpRequest) -> HttpResponse:
    """Waits for the index, which is made in the background while PostgreSQL answers; says whether it stands."""
    STANDING.state()
    STANDING.wait()
    return HttpResponse("index" if STANDING.state() else "sql", content_type="text/plain")
