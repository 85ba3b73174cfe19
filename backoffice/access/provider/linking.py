"""Tying the identity at the provider to one's own account, from “Mon compte”."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backoffice.access.provider.attempts import LASTS
from backoffice.access.provider.claims import Told
from backoffice.access.provider.configured import Provider, provider
from backoffice.access.provider.pages import of_provider
from backoffice.access.provider.refusals import AttemptOver, LinkRefused
from backoffice.access.provider.services import link, unlink
from backoffice.access.ways import opens_by_password
from backoffice.models import Identity

PENDING = "identity_to_link"  # in the session: who the provider says it is, until the person says yes


def ask_to_link(request: HttpRequest, told: Told, *, account: int) -> HttpResponse:
    """Nothing is tied yet: the address that led here may have been given by somebody else, who is logged in there."""
    if account != request.user.pk:
        raise AttemptOver(reason="another account is logged in")
    request.session[PENDING] = {"issuer": told.issuer, "subject": told.subject, "name": told.name, "at": time.time()}
    return HttpResponseRedirect(reverse("admin:provider_link"))


@of_provider
def confirm_link(request: HttpRequest, trusted: Provider) -> HttpResponse:
    """Show who the provider says it is; tie it once the person says yes."""
    pending = request.session.get(PENDING)
    if not pending or pending["issuer"] != trusted.issuer or not 0 <= time.time() - pending["at"] <= LASTS:
        messages.info(request, "Aucune liaison n’est en cours : recommencez depuis cette page.")
        return HttpResponseRedirect(reverse("admin:account"))
    if request.method != "POST":
        context = {**admin.site.each_context(request), "title": "Lier votre compte", "provider": trusted}
        return render(request, "backoffice/provider/link.html", context | {"name": pending["name"]})
    del request.session[PENDING]
    try:
        link(account=request.user, issuer=pending["issuer"], subject=pending["subject"], by=request.user)
        messages.success(request, f"Votre compte est lié : vous pouvez vous connecter avec {trusted.name}.")
    except LinkRefused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("admin:account"))


@require_POST
@of_provider
def cut_link(request: HttpRequest, trusted: Provider) -> HttpResponse:
    account = request.user
    try:
        unlink(account=account, provider=trusted, by=account)
        messages.success(request, f"Votre compte n’est plus lié à {trusted.name}.")
    except LinkRefused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("admin:account"))


def linked(request: HttpRequest) -> dict[str, Any]:
    """For “Mon compte”: the provider, and the identity of this account there."""
    if (trusted := provider()) is None:
        return {"provider": None}
    identity = Identity.objects.filter(issuer=trusted.issuer, account=request.user).first()
    return {"provider": trusted, "identity": identity, "may_unlink": opens_by_password(request.user)}
