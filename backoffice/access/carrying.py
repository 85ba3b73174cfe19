"""What a form sent goes along through a page that asks something first. Nothing of it is kept on the server."""

from __future__ import annotations

from copy import copy

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

PREFIX = "texte-"  # of the fields that are carried along, so that they never meet those of the page that asks
TARGET = "cible"  # of the field that says where they go
Typed = list[tuple[str, str]]


def can_carry(request: HttpRequest) -> bool:
    """A password is never carried along, nor is a code."""
    return request.method == "POST" and not any("password" in name or name == "code" for name in request.POST)


def sent(request: HttpRequest) -> Typed:
    """What a form of ours sent, ready to be carried."""
    return [(name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values]


def carried(request: HttpRequest) -> Typed:
    """What a page that asks carried, as the form had sent it."""
    return [
        (name.removeprefix(PREFIX), value)
        for name, values in request.POST.lists()
        if name.startswith(PREFIX)
        for value in values
    ]


def target_of(request: HttpRequest) -> str:
    """Where it goes: a page of the back office, or nowhere."""
    target = request.POST.get(TARGET, "")
    is_ours = target.startswith(reverse("admin:index")) and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_ours else ""


def prefixed(typed: Typed) -> Typed:
    return [(f"{PREFIX}{name}", value) for name, value in typed]


def told_of(typed: Typed | None, target: str, *, has_files: bool) -> dict[str, object]:
    """What a page that asks tells its template: a form that it carries to its target, or the page to go on with."""
    return {
        "target": target if typed is not None else "",
        "typed": prefixed(typed or []),
        "next": "" if typed is not None else target,
        "has_files": has_files,
    }


def without_carried(request: HttpRequest) -> HttpRequest:
    """The same request without the text that is carried along: failed log-ins are noted with what was sent."""
    alone = copy(request)
    alone.POST = request.POST.copy()
    for name in [name for name in alone.POST if name.startswith(PREFIX)]:
        del alone.POST[name]
    return alone


def send_again(request: HttpRequest, *, target: str, typed: Typed, title: str, button: str) -> HttpResponse:
    """The page whose button sends what was carried."""
    context = {"target": target, "typed": typed, "title": title, "button": button}
    return render(request, "backoffice/resume.html", context)
