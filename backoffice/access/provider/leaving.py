"""Logging out at the provider as well, and here when the provider says that it has logged somebody out.

A page leads there, not an answer to the form: browsers hold the policy “form-action” against redirections too.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from backoffice.access.proof import proof_of
from backoffice.access.provider import asking
from backoffice.access.provider.configured import Provider, provider
from backoffice.access.provider.pages import LOGGER, of_provider
from backoffice.access.provider.refusals import AnswerRefused, ProviderAway
from backoffice.access.provider.tokens import LEEWAY, verified_logout_token
from backoffice.access.sessions import close_opened_by_provider
from backoffice.models import Identity

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


@csrf_exempt
@never_cache
@require_POST
def closed_there(request: HttpRequest) -> HttpResponse:
    """Asked by the provider itself, not by a browser: its signature is the proof (Back-Channel Logout 1.0, 2.8).

    Ends the sessions that it has opened for this person up to then, and in the minute that two clocks may differ by: a
    token sent twice ends none that was opened after that.
    """
    if (trusted := provider()) is None:
        raise Http404
    try:
        claims = verified_logout_token(
            request.POST.get("logout_token", ""),
            keys=lambda kid: asking.keys(trusted, kid=kid),
            issuer=trusted.issuer,
            client_id=trusted.client_id,
        )
    except (AnswerRefused, ProviderAway) as refusal:
        LOGGER.warning("Log-out by the provider refused: %s", refusal.reason)
        return JsonResponse({"error": "invalid_request"}, status=refusal.status)
    identity = Identity.objects.filter(issuer=trusted.issuer, subject=claims["sub"]).select_related("account").first()
    if identity is not None:
        until = datetime.fromtimestamp(claims["iat"], UTC) + timedelta(seconds=LEEWAY)
        close_opened_by_provider(account=identity.account, until=until)
    return HttpResponse(status=200)  # the same for a person who has no account here
