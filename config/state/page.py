"""“État du service”, for administrators."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backoffice.journal.leading import may_read
from config.state.lines import Level
from config.state.watching import lines


@never_cache
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Who may read the journal may read this. Measured for each request."""
    if not may_read(request.user):
        raise PermissionDenied
    now = timezone.now()
    found = lines(now)
    context = {
        **admin.site.each_context(request),
        "title": "État du service",
        "subtitle": None,
        "lines": found,
        "now": now,
        "red": sum(line.level is Level.ACT for line in found),
        "orange": sum(line.level is Level.WATCH for line in found),
    }
    return TemplateResponse(request, "backoffice/state.html", context)
