from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communes.models import Commune
from directory.groups.now import public_groups
from french.wording import typographic

BY_AREA = "territoire"
WITHOUT_AREA = "Sans intercommunalité"


@require_safe
def communes(request: HttpRequest) -> HttpResponse:
    """Every commune of the territory, from A to Z or by intercommunality, with how much happens there."""
    by_area = request.GET.get("par") == BY_AREA
    rows = list(Commune.objects.in_territory().select_related("epci").order_by("sort_key", "insee"))
    counts = public_groups().count_by_commune()
    groups = _grouped(((row, counts.get(row.pk, 0)) for row in rows), by_area=by_area)
    return render(
        request,
        "directory/communes.html",
        {
            "groups": groups,
            "by_area": by_area,
            "total": len(rows),
            "active": sum(1 for row in rows if counts.get(row.pk)),
        },
    )


def _grouped(rows: Iterable[tuple[Commune, int]], *, by_area: bool) -> list[dict]:
    parts: dict[str, list[tuple[Commune, int]]] = {}
    for row, count in rows:
        parts.setdefault(_area_name(row) if by_area else row.sort_key[:1].upper(), []).append((row, count))
    # From A to Z the groups come in the order of the rows.
    order = sorted(parts, key=lambda name: (name == WITHOUT_AREA, name)) if by_area else list(parts)
    return [
        {"anchor": f"t{rank}" if by_area else name.lower(), "name": name, "communes": parts[name]}
        for rank, name in enumerate(order, start=1)
    ]


def _area_name(row: Commune) -> str:
    return typographic(row.epci.name) if row.epci else WITHOUT_AREA
