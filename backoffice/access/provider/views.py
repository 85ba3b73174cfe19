"""There and back: the log-in by a provider."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from backoffice.access.factors.accounts import factors_of
from backoffice.access.factors.asking import code_url
from backoffice.access.factors.pending import hold
from backoffice.access.proof import Proof, keep_proof, log_in, proof_of
from backoffice.access.provider import asking, attempts
from backoffice.access.provider.backend import PATH
from backoffice.access.provider.claims import Told
from backoffice.access.provider.configured import Provider
from backoffice.access.provider.exchanging import Exchange, setting
from backoffice.access.provider.linking import ask_to_link
from backoffice.access.provider.pages import of_provider
from backoffice.access.provider.refusals import AccessRefused, AnswerRefused, DeclinedThere, ProviderAway
from backoffice.access.provider.services import account_of
from backoffice.access.provider.tokens import LEEWAY
from backoffice.access.proving import prove
from backoffice.journal.door import note_refused_by_provider


class Beginning(OIDCAuthenticationRequestView):
    """The library draws state, nonce and the secret of PKCE, and keeps them in the session."""

    def __init__(self, trusted: Provider, extra: dict[str, str]) -> None:
        self.trusted, self.extra = trusted, extra
        self.description = asking.description(trusted)
        super().__init__()

    def get_settings(self, name: str, *default: Any) -> Any:
        return setting(self.trusted, self.description, name, *default)

    def get_extra_params(self, request: HttpRequest) -> dict[str, str]:
        return self.extra


@require_safe
@of_provider
def begin(request: HttpRequest, trusted: Provider) -> HttpResponse:
    """Lead to the provider. `encore` asks the person to prove itself anew there, `lier` to tie the identity to the
    account that is logged in."""
    is_fresh, links = "encore" in request.GET, "lier" in request.GET
    if links and not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("admin:login"))
    extra = {}
    if trusted.acr_values:
        extra["acr_values"] = trusted.acr_values
    if trusted.claims:
        extra["claims"] = trusted.claims
    if is_fresh:
        extra |= {"prompt": "login", "max_age": "0"}
    response = Beginning(trusted, extra).get(request)
    state = parse_qs(urlsplit(response.url).query)["state"][0]
    attempts.remember(
        request,
        state,
        next_url=_own_page(request.GET.get("next", "")),
        links=request.user.pk if links else None,
        is_fresh=is_fresh,
    )
    if not request.user.is_authenticated:
        request.session.set_expiry(attempts.LASTS)
    return response


@require_safe
@of_provider
def come_back(request: HttpRequest, trusted: Provider) -> HttpResponse:
    attempt = attempts.take(request, request.GET.get("state", ""))
    try:
        exchange, told = _asked(request, trusted, attempt)
        if attempt.links is not None:
            return ask_to_link(request, told, account=attempt.links)
        key = request.session.session_key if request.user.is_authenticated else ""
        account = account_of(told=told, provider=trusted, session=key)
    except (AnswerRefused, DeclinedThere, AccessRefused) as refusal:
        note_refused_by_provider(f"par {trusted.name} : {refusal}", request)
        raise
    return _let_in(request, account, _proof(trusted, told, exchange), following=attempt.next)


def _asked(request: HttpRequest, trusted: Provider, attempt: attempts.Attempt) -> tuple[Exchange, Told]:
    """Raises LoginRefused for all that the provider, or somebody in its name, may have answered."""
    exchange = Exchange(trusted)
    issuer = request.GET.get("iss")  # RFC 9207: whose answer it is
    if issuer != trusted.issuer and (
        issuer is not None or exchange.description.get("authorization_response_iss_parameter_supported") is True
    ):
        raise AnswerRefused(reason="iss of the return is another issuer")
    if error := request.GET.get("error"):
        if error in ("server_error", "temporarily_unavailable"):
            raise ProviderAway(reason=f"the provider says {error}")
        raise DeclinedThere(reason=f"the provider says {error[:40]!r}")
    told = exchange.ask(request, nonce=attempt.nonce, code_verifier=attempt.code_verifier)
    if attempt.is_fresh and (told.authenticated_at or 0) < attempt.begun_at - LEEWAY:
        raise AnswerRefused(reason="the person did not prove itself anew")
    return exchange, told


def _proof(trusted: Provider, told: Told, exchange: Exchange) -> Proof:
    """The session that it opens ends at a set hour: roles are read at the next log-in."""
    now = time.time()
    return Proof(
        means=trusted.name,
        has_second_factor=told.has_second_factor,
        at=min(now, told.authenticated_at or now),
        ends_at=now + trusted.session_hours * 3600,
        id_token=exchange.id_token,
        log_out_url=exchange.description.get("end_session_endpoint") or "",
    )


def _let_in(request: HttpRequest, account: User, proof: Proof, *, following: str) -> HttpResponse:
    """Open the session, or lead to the page that asks for the second factor where the provider asked for none."""
    request.session.pop(attempts.STATES, None)
    if request.user.pk == account.pk and proof_of(request.session):
        # The same person, proved anew: the session goes on, and so do the forms of its other tabs.
        keep_proof(request.session, proof)
        prove(request, now=proof.moment)
    elif factors_of(account) and not proof.has_second_factor:
        hold(request, account, backend=PATH, proof=proof)
        return HttpResponseRedirect(code_url(following))
    else:
        log_in(request, account, backend=PATH, proof=proof)
    return HttpResponseRedirect(following)


def _own_page(asked: str) -> str:
    """A page of the back office, or its first one: nobody is led away from here."""
    index = reverse("admin:index")
    is_ours = asked.startswith(index) and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours and not any(ord(sign) < 32 or sign == "\\" for sign in asked) else index
