"""Pages for search engines: only what is published, and no page named after a private person."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from communes.models import Area, Commune
from communes.site import SiteSitemap
from directory.finding.places import published_coverages, published_places
from initiatives.models import Initiative, Theme
from organisations.models import Organisation


class PageSitemap(SiteSitemap):
    def items(self) -> list[str]:
        return [
            "initiatives:home",
            "initiatives:directory",
            "communes:index",
            "initiatives:follow",
            "bulletins:archive",
            "bulletins:follow",
            "legal",
            "accessibility",
            "open_data",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class InitiativeSitemap(SiteSitemap):
    def items(self) -> QuerySet:
        return Initiative.objects.published().only("pk", "slug", "updated_at").order_by("pk")

    def lastmod(self, item: Initiative) -> datetime:
        return item.updated_at


class OrganisationSitemap(SiteSitemap):
    def items(self) -> QuerySet:
        published = Organisation.objects.with_page().filter(initiatives__status="published").distinct().order_by("pk")
        return published.exclude(kind=Organisation.Kind.PARTICULIER)


class CommuneSitemap(SiteSitemap):
    def items(self) -> QuerySet:
        """Those whose page shows something, by name or through an area; the others are reached from the list of all."""
        named = Q(pk__in=published_places().values("commune"))
        reached = Area.communes.through.objects.filter(area__in=published_coverages().values("area"))
        return Commune.objects.filter(named | Q(in_territory=True, pk__in=reached.values("commune"))).order_by("pk")


class ThemeSitemap(SiteSitemap):
    def items(self) -> QuerySet:
        published = Theme.objects.filter(initiatives__status="published")
        return published.annotate(changed_at=Max("initiatives__updated_at")).order_by("pk")

    def lastmod(self, item: Theme) -> datetime:
        return item.changed_at


SITEMAPS = {
    "pages": PageSitemap,
    "initiatives": InitiativeSitemap,
    "organisations": OrganisationSitemap,
    "communes": CommuneSitemap,
    "themes": ThemeSitemap,
}
