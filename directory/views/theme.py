from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directory.cards import cards, with_cards
from directory.citations import published_citations
from initiatives.models import Initiative, Theme

SHOWN = 20
HEADINGS = 5


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Theme, slug=slug)
    initiatives = Initiative.objects.published().filter(theme=row)
    headings = published_citations().filter(initiative__theme=row, initiative__status="published").exclude(heading="")
    return render(
        request,
        "directory/theme.html",
        {
            "theme": row,
            "count": initiatives.count(),
            "cards": cards(with_cards(initiatives).order_by("-told_on", "-pk")[:SHOWN]),
            "headings": list(dict.fromkeys(headings.values_list("heading", flat=True)))[:HEADINGS],
        },
    )
