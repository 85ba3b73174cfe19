"""A save after the session has ended: log in, then send the same text again. Nothing typed is kept on the server."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from backoffice.access.carrying import Typed, can_carry, carried, send_again, sent, target_of, told_of, without_carried
from backoffice.access.factors.accounts import factors_of
from backoffice.access.factors.asking import code_page
from backoffice.access.factors.pending import hold
from backoffice.access.login import LoginForm

SAME = "same-origin"
AGAIN = {"title": "Vous êtes de nouveau connecté", "button": "Enregistrer ce que j’avais écrit"}


def can_resume(request: HttpRequest) -> bool:
    """A form was sent by someone whose session has ended. A password is never carried along."""
    own = {reverse("admin:login"), reverse("admin:logout"), reverse("admin:resume")}
    return request.user.is_anonymous and request.path not in own and can_carry(request)


def ask_to_log_in(request: HttpRequest) -> HttpResponse:
    return login_page(
        request, LoginForm(request), request.get_full_path(), sent(request), has_files=bool(request.FILES)
    )


@csrf_exempt
@never_cache
def log_in_and_resume(request: HttpRequest) -> HttpResponse:
    """The login of that page. Once logged in, the person sees what will be sent and sends it.

    Whoever has logged in meanwhile, in another tab, has another token than the page: the text is shown again with the
    new one, to a page of ours alone, and nothing is done before its button.
    """
    target = target_of(request)
    if request.method != "POST" or not target:
        return HttpResponseRedirect(reverse("admin:index"))
    if request.user.is_authenticated and _is_of_this_site(request):
        return send_again(request, target=target, typed=carried(request), **AGAIN)
    return _log_in_and_resume(request, target)


def _is_of_this_site(request: HttpRequest) -> bool:
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", own) == own and request.headers.get("Sec-Fetch-Site", SAME) == SAME


@sensitive_post_parameters("password")
@csrf_protect
def _log_in_and_resume(request: HttpRequest, target: str) -> HttpResponse:
    typed = carried(request)
    if "reprendre" in request.POST:
        return login_page(request, LoginForm(request), target, typed)
    form = LoginForm(without_carried(request), data=request.POST)
    if not form.is_valid():
        return login_page(request, form, target, typed)
    account = form.get_user()
    if factors_of(account):
        hold(request, account, backend=account.backend)
        return code_page(request, account, target=target, typed=typed)
    login(request, account)
    return send_again(request, target=target, typed=typed, **AGAIN)


def login_page(
    request: HttpRequest, form: LoginForm, target: str, typed: Typed, *, has_files: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        **told_of(typed, target, has_files=has_files),
        "title": "Votre session a expiré",
    }
    response = render(request, "backoffice/session_expired.html", context, status=401)
    response["Cache-Control"] = "no-store"
    return response
