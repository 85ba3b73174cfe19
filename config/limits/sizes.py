"""How large a request may be: refused before a byte of it is read, with words."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from config.limits.kinds import Kind, kind_of
from config.limits.refusals import SAFE, refusal

# All filters of the directory with the most values each make about 3 000 characters.
LONGEST_QUERY = 6_000  # characters
# A document of 20 MB is the largest that any form takes; without a file, `DATA_UPLOAD_MAX_MEMORY_SIZE` decides.
LARGEST = {Kind.OFFICE: 64_000_000, Kind.PUBLIC: 1_000_000, Kind.FILE: 1_000_000}  # bytes of a body


class SizesMiddleware:
    """Files of a form go to the disk as they come, whoever sends them: a body that is announced as larger than any of
    ours is not begun. One that announces nothing is not read at all (WSGI)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return refusal(request, "long", status=414)
        if _announced(request) > (most := LARGEST[kind_of(request)]):
            return refusal(request, "large", status=413, most=most // 1_000_000)
        return self.get_response(request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The handler of 400: what Django refused while it read the form is told as what it is."""
    if isinstance(exception, TooManyFieldsSent) and request.method in SAFE:
        return refusal(request, "long", status=414)
    if isinstance(exception, (TooManyFieldsSent, TooManyFilesSent)):
        return refusal(request, "large", status=413, are_many=True)
    if isinstance(exception, RequestDataTooBig):
        return refusal(request, "large", status=413)
    return render(request, "400.html", status=400)


def _announced(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError as error:
        raise BadRequest("longueur illisible") from error
