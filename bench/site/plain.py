"""A directory as one writes it first: Django's ORM and django-filter on the same tables, with the facets of a page.

Plain, not bad: the same indexes, the same search vector, one query a facet. It counts communes and territories by what
names them only, which spares it the communes that an area reaches.
"""

from __future__ import annotations

import django_filters
from django.contrib.postgres.search import SearchQuery
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine

from communes.models import Commune
from initiatives.models import Initiative, Theme

FACETS = {
    "theme": "theme__name",
    "commune": "places__commune__name",
    "territoire": "coverages__area__name",
    "type": "participations__organisation__kind",
    "bulletin": "citations__bulletin__number",
    "public": "audiences__name",
}
PAGE = Engine().from_string(
    "<!doctype html><html lang='fr'><title>Initiatives</title><p>{{ page.paginator.count }} initiatives</p>"
    "{% for name, options in facets %}<fieldset><legend>{{ name }}</legend>"
    "{% for value, n in options %}<label>{{ value }} ({{ n }})</label>{% endfor %}</fieldset>{% endfor %}"
    "<ul>{% for row in page %}<li><h2>{{ row.title }}</h2><p>{{ row.theme }}</p>"
    "<p>{{ row.summary|truncatewords:30 }}</p>"
    "{% for place in row.places.all %}{{ place.commune.name }} {% endfor %}"
    "{% for part in row.participations.all %}{{ part.organisation.name }} {% endfor %}</li>{% endfor %}</ul></html>"
)


class PlainFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(field_name="search_vector", lookup_expr="exact", method="search")
    theme = django_filters.ModelMultipleChoiceFilter(
        field_name="theme__slug",
        lookup_expr="exact",
        queryset=Theme.objects.all(),
        to_field_name="slug",
        distinct=False,  # an initiative has one theme
    )
    commune = django_filters.ModelMultipleChoiceFilter(
        field_name="places__commune", lookup_expr="exact", queryset=Commune.objects.all(), method="reach"
    )

    class Meta:
        model = Initiative
        fields: list[str] = []

    def search(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(search_vector=SearchQuery(value, config="french", search_type="websearch"))

    def reach(self, rows: QuerySet, name: str, communes: list[Commune]) -> QuerySet:
        if not communes:
            return rows
        return rows.filter(Q(places__commune__in=communes) | Q(coverages__area__communes__in=communes)).distinct()


def plain(request: HttpRequest) -> HttpResponse:
    published = Initiative.objects.published().defer("search_vector")
    rows = PlainFilter(request.GET, queryset=published).qs
    facets = []
    for name, field in FACETS.items():
        others = request.GET.copy()
        others.pop(name, None)
        found = PlainFilter(others, queryset=published).qs.order_by()
        counted = found.values(value=F(field)).annotate(n=Count("pk", distinct=True)).order_by("-n")[:40]
        facets.append((name, list(counted.values_list("value", "n"))))
    shown = rows.select_related("theme").prefetch_related("places__commune", "participations__organisation")
    page = Paginator(shown, 20).get_page(request.GET.get("page"))
    return HttpResponse(PAGE.render(Context({"page": page, "facets": facets})))
