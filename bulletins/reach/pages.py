"""What an account reads that asks for a bulletin of a series that is not entrusted to it."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse

from backoffice.history import name_of
from bulletins.reach.rule import ADMINISTRATION, BeyondReach, series_within

MOST_NAMED = 5


def beyond(request: HttpRequest, exception: BeyondReach) -> HttpResponse:
    """403: the series and whom to ask; a script of the Atelier gets the sentence alone."""
    if request.headers.get("X-Requested-With") == "fetch":
        # The page's script reads the first, that of a typed text the second.
        return JsonResponse({"refused": str(exception), "refusal": str(exception)}, status=403)
    administrators = User.objects.filter(Q(is_superuser=True) | Q(groups__name=ADMINISTRATION), is_active=True)
    context = {
        **admin.site.each_context(request),
        "title": "Cette série ne vous est pas confiée",
        "subtitle": None,
        "series": exception.series,
        "kept": list(series_within(request.user)),
        "whom": [name_of(one) for one in administrators.distinct().order_by("username")[:MOST_NAMED]],
    }
    # It names the person, as every page of the office does.
    headers = {"Cache-Control": "no-store"}
    return TemplateResponse(request, "bulletins/beyond.html", context, status=403, headers=headers).render()
