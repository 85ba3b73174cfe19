from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communes.models import Commune
from directory.finding.filters import DirectoryFilter
from directory.finding.suggesting import suggestions
from directory.index.suggesting.ways import ways
from french.accents import sort_key
from french.wording import NBSP

MOST = 8
LONGEST = 60
SHORTEST = 2
LONGEST_KEPT = 1000
LIST_ID = re.compile(r"[^a-z-]")  # the listbox is named as the page asks, and as nothing else


@require_safe
def suggest_ways(request: HttpRequest) -> HttpResponse:
    """A fragment for the field of words: links to what the typed words may lead to."""
    list_id = LIST_ID.sub("", request.GET.get("liste", ""))[:LONGEST] or "pages-proposees"
    found = suggestions(request.GET.get("q", ""), ways())
    return render(request, "directory/word_suggestions.html", {"suggestions": found, "list_id": list_id})


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """A fragment for the commune chooser: a link to each commune that the typed letters may mean."""
    text = "".join(c for c in request.GET.get("commune_nom", "")[:LONGEST] if c.isprintable())
    asked = len(sort_key(text)) >= SHORTEST
    found = list(Commune.objects.named(text)[:MOST]) if asked else []
    query = request.GET.copy()
    for name in list(query):
        sent = query.getlist(name)
        # The filters of the directory stay in the links; the rest of what was sent is left out.
        if name not in DirectoryFilter.base_filters or sent == [""] or sum(map(len, sent)) > LONGEST_KEPT:
            del query[name]
    choices = [(commune, _code(commune, text), _link(query, commune)) for commune in found]
    return render(request, "directory/suggestions.html", {"text": text, "asked": asked, "choices": choices})


def _code(commune: Commune, text: str) -> str:
    """The code beside the name: the one that was typed, since it is why the commune is offered."""
    digits = sort_key(text).replace(" ", "")
    if digits in commune.postal_codes:
        return digits
    if digits.isdigit():
        return f"code INSEE{NBSP}{commune.insee}"
    return next(iter(commune.postal_codes), "")


def _link(query, commune: Commune) -> str:
    pairs = query.copy()
    if commune.pk not in pairs.getlist("commune"):
        pairs.appendlist("commune", commune.pk)
    return pairs.urlencode()
