"""The list of all pages for search engines: one file while that is enough, then an index of parts."""

from __future__ import annotations

from html import escape

from django.contrib.sitemaps.views import sitemap, x_robots_tag
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from communes.site import KeyedSitemap, SiteSitemap, absolute_url
from initiatives.models import Initiative

Sitemaps = dict[str, type[SiteSitemap]]
# As Django's template `sitemap_index.xml` writes it, which takes four times as long as what it tells.
INDEX = """<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{parts}
</sitemapindex>
"""


def is_whole() -> bool:
    """All addresses stand in one file while the initiatives would fill no more than one part; one query."""
    return Initiative.objects.published().order_by()[: KeyedSitemap.size + 1].count() <= KeyedSitemap.size


def site_map(request: HttpRequest, sitemaps: Sitemaps) -> HttpResponse:
    if is_whole():
        return sitemap(request, {name: of_kind() for name, of_kind in sitemaps.items()})
    return _index(request, sitemaps)


def site_map_part(request: HttpRequest, sitemaps: Sitemaps, section: str) -> HttpResponse:
    """One part of one kind, by its number in `p`. 404 where there is none."""
    return sitemap(request, {name: of_kind(in_parts=True) for name, of_kind in sitemaps.items()}, section=section)


@x_robots_tag
def _index(request: HttpRequest, sitemaps: Sitemaps) -> HttpResponse:
    told = []
    for name, of_kind in sitemaps.items():
        address = escape(absolute_url(request, reverse("sitemap_part", args=[name])))
        told += [f"<sitemap><loc>{address}?p={number}</loc></sitemap>" for number in of_kind(in_parts=True).parts()]
    return HttpResponse(INDEX.format(parts="".join(told)), content_type="application/xml")
