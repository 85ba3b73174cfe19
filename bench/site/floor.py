"""The floor: what no page of twenty initiatives can go below, in the same process and behind the same middleware."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine

from initiatives.models import Initiative

# The directory's page shows twenty cards; this one a title, a text and a day each.
PAGE = Engine().from_string(
    "<!doctype html><html lang='fr'><title>Plancher</title><ul>"
    "{% for row in rows %}<li><h2><a href='/initiatives/{{ row.0 }}/'>{{ row.1 }}</a></h2>"
    "<p>{{ row.2 }}</p><time>{{ row.3 }}</time></li>{% endfor %}</ul></html>"
)


def floor(request: HttpRequest) -> HttpResponse:
    """Twenty rows by their keys, from `premiere` on, in one query."""
    first = int(request.GET.get("premiere", "1"))
    rows = Initiative.objects.filter(pk__in=range(first, first + 20)).values_list(
        "pk", "title", "summary", "started_on"
    )
    return HttpResponse(PAGE.render(Context({"rows": rows.order_by("pk")})))
