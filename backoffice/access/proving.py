"""“Is it still you?”: before what is grave, whoever logged in a while ago proves it anew."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from backoffice.access.carrying import Typed, can_carry, carried, send_again, sent, target_of, told_of
from backoffice.access.factors.accounts import factors_of
from backoffice.access.factors.asking import CodeForm
from backoffice.access.factors.given import proven_factor
from backoffice.access.factors.pending import FACTOR
from backoffice.access.factors.refusals import FactorRefused
from backoffice.access.lockout import is_held_back
from backoffice.access.login import LoginForm
from backoffice.access.proof import announced, proof_of
from backoffice.access.ways import opens_by_password
from backoffice.returning import own_page

PROVED = "proved_at"  # in the session: seconds since 1970
ASKED = "Confirmez que c’est bien vous"
PROVEN = {"title": "C’est bien vous", "button": "Continuer ce que j’avais demandé"}


class PasswordProof(forms.Form):
    password = forms.CharField(
        label="Mot de passe",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True}),
    )


def note_proof(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A receiver of `user_logged_in`. A provider may have asked nothing: its proof is as old as it says."""
    proof = announced(request)
    prove(request, now=proof.moment if proof else None)


def prove(request: HttpRequest, *, now: datetime | None = None) -> None:
    """A password or a code was right just now, or the provider says when."""
    request.session[PROVED] = int((now or timezone.now()).timestamp())


def is_fresh(request: HttpRequest, *, now: datetime | None = None) -> bool:
    """The last proof is at most `FRESH_LOGIN_MINUTES` old. One of tomorrow is none: a clock was set back meanwhile."""
    age = (now or timezone.now()).timestamp() - request.session.get(PROVED, 0)
    return -60 <= age <= timedelta(minutes=settings.FRESH_LOGIN_MINUTES).total_seconds()


def ask_proof(request: HttpRequest) -> HttpResponse:
    """Instead of the answer. What was asked for comes after the proof, and a form that was sent goes along."""
    target = request.get_full_path()
    if can_carry(request):
        return _page(request, target=target, typed=sent(request), has_files=bool(request.FILES))
    return HttpResponseRedirect(f"{reverse('admin:prove')}?{urlencode({'next': target})}")


def with_proof(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view of somebody who is logged in."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if is_fresh(request) else ask_proof(request)

    return inner


class AsksProof:
    """For a ModelAdmin whose every change is grave: accounts, settings of the installation."""

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any) -> Any:
        """Whoever may only read is not asked."""
        may_write = self.has_add_permission(request) if object_id is None else self.has_change_permission(request)
        if may_write and not is_fresh(request):
            return ask_proof(request)
        return super().changeform_view(request, object_id, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.has_delete_permission(request) and not is_fresh(request):
            return ask_proof(request)
        return super().delete_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Actions on several rows; the list itself only shows."""
        if request.method == "POST" and self.has_view_or_change_permission(request) and not is_fresh(request):
            return ask_proof(request)
        return super().changelist_view(request, *args, **kwargs)


@sensitive_post_parameters("password", "code", "cle")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_proof(request: HttpRequest) -> HttpResponse:
    """The second factor of whoever has one, else the password; then on with what was asked for."""
    following = own_page(request.POST.get("next") or request.GET.get("next", ""))
    target = target_of(request)
    typed = carried(request) if target else None
    if target and "reprendre" in request.POST:  # the proof was given in another tab
        if is_fresh(request):
            return send_again(request, target=target, typed=typed or [], **PROVEN)
        return _page(request, target=target, typed=typed)
    form = _form(request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not (refusal := _refusal(request, form)):
            prove(request)
            if target:
                return send_again(request, target=target, typed=typed or [], **PROVEN)
            return HttpResponseRedirect(following or reverse("admin:index"))
        form.add_error(next(iter(form.fields)), refusal)
    return _page(request, form=form, target=target or following, typed=typed)


def proves_password(request: HttpRequest, typed: str) -> bool:
    """The password of whoever is logged in; failures are counted as at the log-in."""
    alone = copy(request)
    alone.POST = QueryDict()
    account = authenticate(alone, username=request.user.get_username(), password=typed)
    return account is not None and account.pk == request.user.pk


def _refusal(request: HttpRequest, form: forms.Form) -> str:
    """Why what was given proves nothing; empty where it does."""
    refused = ""
    if isinstance(form, CodeForm):
        try:
            request.session[FACTOR] = proven_factor(account=request.user, given=form.given, request=request)
        except FactorRefused as refusal:
            refused = str(refusal)
    elif not proves_password(request, form.cleaned_data["password"]):
        refused = "Ce n’est pas votre mot de passe. Les majuscules comptent."
    if refused and is_held_back(request, request.user.get_username()):
        return LoginForm.error_messages["locked_out"]
    return refused


def _form(request: HttpRequest, data: QueryDict | None) -> forms.Form:
    if factors_of(request.user):
        return CodeForm(data, account=request.user, request=request)
    return PasswordProof(data)


def _page(
    request: HttpRequest,
    *,
    form: forms.Form | None = None,
    target: str = "",
    typed: Typed | None = None,
    has_files: bool = False,
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": ASKED,
        "form": form or _form(request, None),
        **told_of(typed, target, has_files=has_files),
        "minutes": settings.FRESH_LOGIN_MINUTES,
        "has_proof": bool(factors_of(request.user)) or opens_by_password(request.user),
        # Whoever came by a provider may prove it there, and may have no other proof.
        "means": proof.means if (proof := proof_of(request.session)) else "",
        "there": f"{reverse('admin:provider')}?{urlencode({'encore': 1, 'next': target})}",
        "again": f"{reverse('admin:login')}?{urlencode({'next': target})}",
    }
    response = TemplateResponse(request, "backoffice/proof.html", context, status=200 if typed is None else 401)
    response["Cache-Control"] = "no-store"
    return response
