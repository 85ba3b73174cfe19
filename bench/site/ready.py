"""When the server is what it will be: the index stands, or is not wanted at this size."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from directory.finding.spelling import VOCABULARY
from directory.index.standing import STANDING
from directory.index.suggesting.organisations import ORGANISATIONS


def ready(request: HttpRequest) -> HttpResponse:
    """Waits for the index, which is made in the background while PostgreSQL answers; says whether it stands. Then for
    the names and words that are read so: they would be read beside what is measured."""
    STANDING.state()
    STANDING.wait()
    if STANDING.state():
        for kept in (ORGANISATIONS, VOCABULARY):
            kept.now()
            kept.wait()
    return HttpResponse("index" if STANDING.state() else "sql", content_type="text/plain")
