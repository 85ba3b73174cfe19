from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory.cards.keeping import cards_of, in_order
from directory.citations import published_bulletins, published_citations
from directory.groups.now import public_groups
from directory.jsonld import site_data
from directory.keyfigures import key_figures
from initiatives.models import Theme

HEADLINES = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    groups = public_groups()
    bulletin = published_bulletins().first()
    return render(
        request,
        "directory/home.html",
        {
            "initiative_count": groups.all().count(),
            "bulletin": bulletin,
            "headlines": _headlines(bulletin) if bulletin else [],
            "themes": groups.counted_themes(Theme.objects.order_by("position", "name")),
            "key_figures": key_figures(groups),
            "json_ld": site_data(request),
        },
    )


def _headlines(bulletin) -> list:
    """The first initiatives of the bulletin, in its order, that are still public."""
    cited = published_citations().filter(bulletin=bulletin, initiative__status="published")
    keys = list(cited.order_by("position").values_list("initiative", flat=True)[:HEADLINES])
    return cards_of(in_order(keys))
