"""“Mon compte”: what the back office knows of the person who reads it."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from backoffice.access.factors.accounts import factors_of, keys_of, telephones_of
from backoffice.access.factors.codes import recovery_codes_left
from backoffice.access.provider.linking import linked
from backoffice.access.sessions import close_others, close_session
from backoffice.forged import plain_number
from backoffice.models import OpenSession
from bulletins.reach.rule import is_limited, series_within
from communes.sectors import sector_of


@require_safe
def own_account(request: HttpRequest) -> HttpResponse:
    """Name, address, roles and sector, which only the administration changes; the open sessions, to close."""
    roles = list(request.user.groups.values_list("name", flat=True))
    sector = sector_of(request.user)
    context = {
        **admin.site.each_context(request),
        **linked(request),
        "title": "Mon compte",
        "roles": ["superutilisateur", *roles] if request.user.is_superuser else roles,
        "sessions": OpenSession.objects.open().filter(account=request.user),
        "codes_left": recovery_codes_left(request.user) if factors_of(request.user) else None,
        "has_telephone": telephones_of(request.user),
        "keys": request.user.security_keys.all() if keys_of(request.user) else [],
        "own_key": request.session.session_key,
        "series": list(series_within(request.user)) if is_limited(request.user) else [],
        "places": [*map(str, sector.communes.all()), *(area.name for area in sector.areas.all())] if sector else [],
    }
    return TemplateResponse(request, "backoffice/account.html", context)


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close one of one's own sessions, or all but this one; another person's is none of them."""
    if request.POST.get("acte") == "autres":
        count = close_others(account=request.user, but=request.session.session_key)
        told = "Il n’y en avait pas d’autre." if not count else "Les autres sessions sont fermées."
        messages.success(request, told)
    else:
        key = plain_number(request.POST.get("session", ""))
        if key is not None and close_session(account=request.user, pk=key):
            messages.success(request, "La session est fermée.")
        else:
            messages.info(request, "Cette session était déjà fermée.")
    return HttpResponseRedirect(reverse("admin:account"))
