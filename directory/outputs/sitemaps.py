"""Pages for search engines: only what is published, and no page named after a private person."""

from __future__ import annotations

from datetime import datetime

from django.core.paginator import EmptyPage
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from communes.models import Area, Commune
from communes.site import NO_PART, KeyedSitemap, SiteSitemap
from directory.finding.places import published_coverages, published_places
from directory.groups.now import public_groups
from initiatives.models import Initiative, Participation, Theme
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


class InitiativeSitemap(KeyedSitemap):
    def items(self) -> QuerySet:
        return Initiative.objects.published().only("pk", "slug", "updated_at").order_by("pk")

    def parts(self) -> list[int]:
        return public_groups().all().parts(self.size)

    def lastmod(self, item: Initiative) -> datetime:
        return item.updated_at


class OrganisationSitemap(KeyedSitemap):
    def rows(self) -> QuerySet:
        return Organisation.objects.with_page().exclude(kind=Organisation.Kind.PARTICULIER)

    def items(self) -> QuerySet:
        acting = Participation.objects.filter(organisation=OuterRef("pk"), initiative__status="published")
        return self.rows().filter(Exists(acting)).order_by("pk")


class CommuneSitemap(SiteSitemap):
    """In parts by département, which has 894 communes at most; the part is the rank of its code."""

    def items(self) -> QuerySet:
        """Those whose page shows something, by name or through an area; the others are reached from the list of all."""
        reached = Area.communes.through.objects.filter(area__in=published_coverages().values("area"))
        through = Q(in_territory=True) & Exists(reached.filter(commune=OuterRef("pk")))
        return _with_named().filter(Q(named__isnull=False) | through).order_by("pk")

    def parts(self) -> list[int]:
        return list(range(len(self._departments())))

    def part(self, number: int) -> QuerySet:
        codes = self._departments()
        if number >= len(codes):
            raise EmptyPage(NO_PART)
        return self.items().filter(department_code=codes[number])

    def _departments(self) -> list[str]:
        """Of the territory, and of all that initiatives name outside it."""
        codes = _with_named().filter(Q(in_territory=True) | Q(named__isnull=False)).order_by("department_code")
        return list(codes.values_list("department_code", flat=True).distinct())


def _with_named() -> QuerySet[Commune]:
    """Communes with `named`, an initiative that names them or none. Any one is looked up: asked whether one exists,
    PostgreSQL would read those of all communes."""
    own = published_places().filter(commune=OuterRef("pk")).order_by().values("pk")
    return Commune.objects.alias(named=Subquery(own[:1]))


class ThemeSitemap(SiteSitemap):
    def items(self) -> QuerySet:
        own = Initiative.objects.published().filter(theme=OuterRef("pk")).order_by("-updated_at").values("updated_at")
        changed = Theme.objects.annotate(changed_at=Subquery(own[:1]))
        return changed.filter(changed_at__isnull=False).order_by("pk")

    def lastmod(self, item: Theme) -> datetime:
        return item.changed_at


SITEMAPS = {
    "pages": PageSitemap,
    "initiatives": InitiativeSitemap,
    "organisations": OrganisationSitemap,
    "communes": CommuneSitemap,
    "themes": ThemeSitemap,
}
