from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communes.models import Commune
from french.accents import sort_key

MOST = 8
LONGEST = 60
SHORTEST = 2
# What the directory's address may carry beside the commune; the rest of what was sent is left out of the links.
KEPT = ("q", "commune", "territoire", "theme", "type", "bulletin", "public", "depuis", "jusqua", "tri")
LONGEST_KEPT = 1000


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """A fragment for the commune chooser: a link to each commune that the typed letters may mean."""
    text = "".join(c for c in request.GET.get("commune_nom", "")[:LONGEST] if c.isprintable())
    asked = len(sort_key(text)) >= SHORTEST
    found = list(Commune.objects.named(text)[:MOST]) if asked else []
    query = request.GET.copy()
    for name in list(query):
        if name not in KEPT or sum(map(len, query.getlist(name))) > LONGEST_KEPT or query.getlist(name) == [""]:
            del query[name]
    return render(
        request,
        "communes/suggestions.html",
        {"text": text, "asked": asked, "choices": [(commune, _link(query, commune)) for commune in found]},
    )


def _link(query, commune: Commune) -> str:
    pairs = query.copy()
    if commune.pk not in pairs.getlist("commune"):
        pairs.appendlist("commune", commune.pk)
    return pairs.urlencode()
