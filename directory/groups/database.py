"""Groups as PostgreSQL tells them: while there is no index, inside transactions, and as the oracle of the index."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from communes.distance import squared_degrees
from communes.models import Commune
from communes.site import parts_held
from directory.cards.keeping import newest_keys
from directory.citations import headings_of
from directory.finding.places import published_places
from directory.finding.reasons import holding
from initiatives.models import Figure, Initiative, Theme


@dataclass(frozen=True)
class Group:
    rows: QuerySet[Initiative]

    def count(self) -> int:
        return self.rows.count()

    def newest(self, count: int) -> list[int]:
        """Keys of the last told ones, newest first."""
        return newest_keys(self.rows, count)

    def parts(self, size: int) -> list[int]:
        """Which runs of so many keys hold some: a part holds those whose key, divided by `size`, is its number."""
        return parts_held(self.rows, key="pk", size=size)

    def without(self, other: Group) -> Group:
        return Group(self.rows.exclude(pk__in=other.rows.values("pk")))


class Groups:
    """One query for each group that is asked, and for each list that is counted."""

    holding = staticmethod(holding)

    def all(self) -> Group:
        return Group(Initiative.objects.published())

    def naming(self, *communes: str) -> Group:
        """Acting or benefiting in one of the communes by name, not through an area."""
        return Group(Initiative.objects.published().in_commune(*communes))

    def reaching(self, commune: str) -> Group:
        """In the commune, or covering it through an area or an EPCI."""
        return Group(Initiative.objects.published().reaching(commune))

    def of_theme(self, theme: int) -> Group:
        return Group(Initiative.objects.published().filter(theme=theme))

    def with_figures(self) -> Group:
        return Group(Initiative.objects.published().filter(Exists(Figure.objects.filter(initiative=OuterRef("pk")))))

    def headings(self, theme: int, most: int) -> list[str]:
        """Under which bulletins told the theme, each once, the last ones first."""
        return list(dict.fromkeys(headings_of(theme)))[:most]

    def count_by_commune(self) -> dict[str, int]:
        """How many name each commune, of those that are named."""
        named = published_places().order_by().values_list("commune")
        return dict(named.annotate(n=Count("initiative", distinct=True)))

    def around(self, commune: Commune, most: int) -> list[Commune]:
        """The nearest communes of the territory, each with the `count` of the initiatives that name it; all of its
        EPCI, by name, where its place is unknown."""
        others = Commune.objects.in_territory().exclude(pk=commune.pk)
        if commune.latitude is None:
            same = others.filter(epci=commune.epci_id) if commune.epci_id else others.none()
            return list(self._counted(same.order_by("sort_key", "insee")))
        nearest = others.annotate(far=squared_degrees(commune)).filter(far__isnull=False)
        return list(self._counted(nearest.order_by("far", "insee"))[:most])

    def _counted(self, communes: QuerySet[Commune]) -> QuerySet[Commune]:
        told = published_places().filter(commune=OuterRef("pk")).order_by().values("commune")
        count = Subquery(told.annotate(n=Count("initiative", distinct=True)).values("n"), output_field=IntegerField())
        return communes.annotate(count=Coalesce(count, 0))

    def counted_themes(self, themes: QuerySet[Theme]) -> list[Theme]:
        """Each with the `count` of its initiatives. They come in an order of their own: a grouped query forgets that of
        the model."""
        return list(themes.annotate(count=Count("initiatives", filter=Q(initiatives__status="published"))))
