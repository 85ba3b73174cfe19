"""What all pages of the provider share: without one they do not exist, and a refusal is a page with the way back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from backoffice.access.provider.configured import Provider, provider
from backoffice.access.provider.refusals import LoginRefused, ProviderAway

LOGGER = logging.getLogger(__name__)


def of_provider(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view its provider; 404 without one. What refuses a log-in becomes a page with the way back."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (trusted := provider()) is None:
            raise Http404
        try:
            return view(request, trusted, *args, **kwargs)
        except LoginRefused as refusal:
            return _refused(request, trusted, refusal)

    return never_cache(inner)


def _refused(request: HttpRequest, trusted: Provider, refusal: LoginRefused) -> HttpResponse:
    LOGGER.warning("Log-in by the provider refused: %s", refusal.reason)
    context = {"title": "La connexion n’a pas abouti", "refusal": refusal, "provider": trusted}
    response = render(request, "backoffice/provider/refused.html", context, status=refusal.status)
    if refusal.status == ProviderAway.status:
        response["Retry-After"] = "60"
    return response
