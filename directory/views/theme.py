from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from backoffice.records.uniting import addresses_of
from directory.cards.keeping import cards_of, in_order
from directory.groups.now import public_groups
from initiatives.models import Theme

SHOWN = 20
HEADINGS = 5


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    row = Theme.objects.filter(slug=slug).first()
    if row is None:
        if today := addresses_of(Theme, [slug]):
            return HttpResponsePermanentRedirect(reverse("initiatives:theme", args=[today[slug]]))
        raise Http404
    groups = public_groups()
    initiatives = groups.of_theme(row.pk)
    return render(
        request,
        "directory/theme.html",
        {
            "theme": row,
            "count": initiatives.count(),
            "cards": cards_of(in_order(initiatives.newest(SHOWN))),
            "headings": groups.headings(row.pk, HEADINGS),
        },
    )
