"""Addresses of the log-in by a provider, among those of the back office."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from backoffice.access.provider.leaving import closed_there, logged_out
from backoffice.access.provider.linking import confirm_link, cut_link
from backoffice.access.provider.views import begin, come_back

View = Callable[..., HttpResponse]


def provider_urls(guarded: Callable[[View], View]) -> list[URLPattern]:
    """`guarded` closes a page to whoever is not logged in."""
    return [
        path("fournisseur/", begin, name="provider"),
        path("fournisseur/retour/", come_back, name="provider_return"),
        path("fournisseur/deconnexion/", logged_out, name="provider_logged_out"),
        path("fournisseur/fermeture/", closed_there, name="provider_closed_there"),
        path("fournisseur/lier/", guarded(confirm_link), name="provider_link"),
        path("fournisseur/delier/", guarded(cut_link), name="provider_unlink"),
    ]
