"""“Mon compte”: what the back office knows of the person who reads it."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from communes.sectors import sector_of


@require_safe
def own_account(request: HttpRequest) -> HttpResponse:
    """Name, address, roles and sector; only the administration changes them."""
    roles = list(request.user.groups.values_list("name", flat=True))
    sector = sector_of(request.user)
    context = {
        **admin.site.each_context(request),
        "title": "Mon compte",
        "roles": ["superutilisateur", *roles] if request.user.is_superuser else roles,
        "places": [*map(str, sector.communes.all()), *(area.name for area in sector.areas.all())] if sector else [],
    }
    return TemplateResponse(request, "backoffice/account.html", context)
