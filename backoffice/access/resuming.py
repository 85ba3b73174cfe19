"""A save after the session has ended: log in, then send the same text again. Nothing typed is kept on the server."""

from __future__ import annotations

from copy import copy

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from backoffice.access.login import LoginForm

PREFIX = "texte-"  # of the fields that are carried along, so that they never meet those of the login form


def can_resume(request: HttpRequest) -> bool:
    """A form was sent by someone whose session has ended. A password is never carried along."""
    own = {reverse("admin:login"), reverse("admin:logout"), reverse("admin:resume")}
    return (
        request.method == "POST"
        and request.user.is_anonymous
        and request.path not in own
        and not any("password" in name for name in request.POST)
    )


def ask_to_log_in(request: HttpRequest) -> HttpResponse:
    typed = [
        (name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values
    ]
    return _page(request, LoginForm(request), request.get_full_path(), typed, has_files=bool(request.FILES))


@sensitive_post_parameters("password")
@never_cache
@csrf_protect
def log_in_and_resume(request: HttpRequest) -> HttpResponse:
    """The login of that page. Once logged in, the person sees what will be sent and sends it."""
    target = request.POST.get("cible", "")
    is_ours = target.startswith(reverse("admin:index")) and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    if request.method != "POST" or not is_ours:
        return HttpResponseRedirect(reverse("admin:index"))
    typed = [
        (name.removeprefix(PREFIX), value)
        for name, values in request.POST.lists()
        if name.startswith(PREFIX)
        for value in values
    ]
    form = LoginForm(_asking(request), data=request.POST)
    if not form.is_valid():
        return _page(request, form, target, typed)
    login(request, form.get_user())
    return render(
        request, "backoffice/resume.html", {"target": target, "typed": typed, "title": "Vous êtes reconnecté"}
    )


def _asking(request: HttpRequest) -> HttpRequest:
    """The same request without the text that is carried along: failed logins are noted with what was sent."""
    alone = copy(request)
    alone.POST = request.POST.copy()
    for name in [name for name in alone.POST if name.startswith(PREFIX)]:
        del alone.POST[name]
    return alone


def _page(
    request: HttpRequest,
    form: LoginForm,
    target: str,
    typed: list[tuple[str, str]],
    *,
    has_files: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "target": target,
        "typed": [(f"{PREFIX}{name}", value) for name, value in typed],
        "has_files": has_files,
        "title": "Votre session a expiré",
    }
    response = render(request, "backoffice/session_expired.html", context, status=401)
    response["Cache-Control"] = "no-store"
    return response
