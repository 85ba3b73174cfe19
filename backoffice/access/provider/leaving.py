"""Logging out at the provider as well.

A page leads there, not an answer to the form: browsers hold the policy “form-action” against redirections too.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from backoffice.access.proof import proof_of
from backoffice.access.provider.configured import Provider, provider
from backoffice.access.provider.pages import of_provider

SALT = "backoffice.access.provider.leaving"  # of the state that comes back from there
LASTS = 3600  # seconds


def log_out_there(request: HttpRequest) -> str:
    """The address at which the provider logs this person out and sends it back; empty where there is none.

    Ask before the session is emptied.
    """
    proof = proof_of(request.session)
    if proof is None or not proof.log_out_url or provider() is None:
        return ""
    query = {
        "id_token_hint": proof.id_token,
        "state": signing.dumps("", salt=SALT),
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("admin:provider_logged_out")),
    }
    return f"{proof.log_out_url}{'&' if '?' in proof.log_out_url else '?'}{urlencode(query)}"


@require_safe
@of_provider
def logged_out(request: HttpRequest, trusted: Provider) -> HttpResponse:
    """Where the provider sends back after its own log-out. What it says is believed if the state is one of ours."""
    try:
        signing.loads(request.GET.get("state", ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return HttpResponseRedirect(reverse("admin:login"))
    context = {"title": "Vous êtes déconnecté", "provider": trusted, "is_done": True}
    return render(request, "backoffice/provider/logged_out.html", context)


def lead_there(request: HttpRequest, url: str) -> HttpResponse:
    """Logged out here; the page goes on to the provider by itself, and says so."""
    context = {"title": "Vous êtes déconnecté", "provider": provider(), "url": url}
    return render(request, "backoffice/provider/logged_out.html", context)
