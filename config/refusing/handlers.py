"""The handlers of 403 and 404: whoever works in the back office stays in its frame, with a way back."""

from __future__ import annotations

from django.contrib import admin
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.defaults import page_not_found, permission_denied

from bulletins.reach.pages import beyond
from bulletins.reach.rule import BeyondReach

TITLES = {403: "Vous n’avez pas accès à cette page", 404: "Cette page n’existe pas ou n’existe plus"}


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, BeyondReach):
        return beyond(request, exception)
    return _in_the_office(request, 403) or permission_denied(request, exception)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _in_the_office(request, 404) or page_not_found(request, exception)


def _in_the_office(request: HttpRequest, status: int) -> HttpResponse | None:
    """None for whoever is not logged in there. Without the database, in a frame that asks nothing of it."""
    if not request.path.startswith(reverse("admin:index")) or not hasattr(request, "user"):
        return None  # elsewhere, or refused before anybody was asked for
    told = {"title": TITLES[status], "status": status}
    try:
        if not admin.site.has_permission(request):
            return None
        frame = admin.site.each_context(request)
        response = render(request, "refusals/office.html", frame | told, status=status)
    except (DatabaseError, InterfaceError):
        response = render(request, "refusals/office_away.html", told, status=status)
    response["Cache-Control"] = "no-store"  # it names the person
    return response
