from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, has_vary_header, patch_vary_headers

from config.keeping.fingerprints import FINGERPRINT, fingerprint

ANY_SITE = "Access-Control-Allow-Origin"

# What the parser of Django takes for a boundary: printable, 201 characters at most, no blank at the end.
BOUNDARY = re.compile(r"[ -~]{0,200}[!-~]")
FORM_TYPES = ("multipart/form-data", "application/x-www-form-urlencoded")


class HeadersMiddleware:
    """Headers that every answer carries, faults and refusals included; Django's own middleware adds some of them too
    late for what it refuses itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.headers = {
            "Permissions-Policy": settings.PERMISSIONS_POLICY,
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        # What any site may read, any site may show.
        response.headers.setdefault(
            "Cross-Origin-Resource-Policy", "cross-origin" if response.has_header(ANY_SITE) else "same-origin"
        )
        return response


class RefuseUnreadableMiddleware:
    """Answer 400 to what no browser sends from a page of ours, before anything tries to read it.

    A NUL in the address: PostgreSQL cannot store it. A form in another encoding than that of our pages, or in parts
    that nothing divides: Python and Django fail on these in a dozen ways.

    Bodies are not read here: form fields refuse NUL themselves, with the form shown again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _has_nul(request) or _is_unreadable_form(request):
            return render(request, "400.html", status=400)
        return self.get_response(request)


class RevalidateMiddleware:
    """Public answers may be kept, and are asked for again each time: what is withdrawn leaves every copy at once.

    The fingerprint is that of the content; `config.keeping` spares its making where nothing was committed since.
    The back office, answers that set or depend on a cookie, and those that say themselves how they may be kept are
    left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not _is_public(request, response):
            return response
        # Redirects and refusals too: a title given back its former words would otherwise send in circles.
        response["Cache-Control"] = "public, no-cache"
        # Here and not only where the answer is compressed, for 304 must vary as 200 does.
        patch_vary_headers(response, ["Accept-Encoding"])
        if response.status_code != HTTPStatus.OK or (response.streaming and not response.has_header(FINGERPRINT)):
            return response
        if not response.has_header(FINGERPRINT):
            response[FINGERPRINT] = fingerprint(response.content)
        answer = get_conditional_response(request, etag=response[FINGERPRINT], response=response)
        if answer is not response and response.has_header(ANY_SITE):
            answer[ANY_SITE] = response[ANY_SITE]
        return answer


def _is_public(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
        and not request.path.startswith(reverse("admin:index"))
        and not response.has_header("Cache-Control")
        and not response.cookies
        and not has_vary_header(response, "Cookie")
    )


def _has_nul(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    return "\x00" in request.path or "%00" in query or "\x00" in query


def _is_unreadable_form(request: HttpRequest) -> bool:
    charset = request.content_params.get("charset", "utf-8").lower()
    if request.content_type in FORM_TYPES and charset not in ("utf-8", "utf8"):
        return True
    boundary = request.content_params.get("boundary", "")
    return request.content_type.startswith("multipart/") and BOUNDARY.fullmatch(boundary) is None
