"""What published bulletins said of initiatives."""

from __future__ import annotations

from datetime import date

from django.db.models import DateField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from bulletins.models import Bulletin, BulletinQuerySet, Citation
from french.wording import NBSP, long_date
from initiatives.freshness import IS_CITED
from initiatives.models import Initiative

LATEST_FIRST = (
    F("bulletin__dated_on").desc(nulls_last=True), F("bulletin__number").desc(nulls_last=True), "-bulletin_id"
)  # fmt: skip


def published_citations() -> QuerySet[Citation]:
    """Citations by published bulletins, latest bulletin first, with all that a link to the bulletin needs."""
    return (
        Citation.objects.filter(bulletin__status="published").select_related("bulletin__series").order_by(*LATEST_FIRST)
    )


def headings_of(theme: int) -> QuerySet:
    """Under which bulletins told the public initiatives of a theme, the last ones first; the same more than once."""
    told = published_citations().filter(initiative__theme=theme, initiative__status="published").exclude(heading="")
    return told.order_by(*LATEST_FIRST, "position").values_list("heading", flat=True)


def published_bulletins() -> BulletinQuerySet:
    """All published bulletins, newest first."""
    return Bulletin.objects.published().newest_first().select_related("series")


def citing_bulletins() -> BulletinQuerySet:
    """The published bulletins that cite something, as the filter lists them: newest first, the undated ones last."""
    # One look at each bulletin: of its citations, of which there are as many as initiatives, one is enough.
    citing = Bulletin.objects.published().filter(Exists(Citation.objects.filter(bulletin=OuterRef("pk"))))
    return citing.order_by(F("dated_on").desc(nulls_last=True), F("number").desc(nulls_last=True), "-pk")


def with_citations(initiatives: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """Each initiative gets `public_citations`, in one more query."""
    return initiatives.prefetch_related(Prefetch("citations", published_citations(), to_attr="public_citations"))


def with_told_on(initiatives: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """Each initiative gets `told_on`: its own day, else that of the first bulletin, else that of its publication. Those
    that have it are left as they are."""
    if "told_on" in initiatives.query.annotations:
        return initiatives
    first_cited = (
        Citation.objects.filter(
            initiative=OuterRef("pk"), bulletin__status="published", bulletin__dated_on__isnull=False
        )
        .order_by("bulletin__dated_on")
        .values("bulletin__dated_on")[:1]
    )
    return initiatives.annotate(
        told_on=Coalesce("started_on", Subquery(first_cited), TruncDate("published_at"), output_field=DateField())
    )


def cited_in(*references: str) -> QuerySet:
    """Keys of the initiatives that the bulletins of these references (number, or slug of a special) cite."""
    numbers = [int(reference) for reference in references if reference.isdecimal()]
    cited = Q(citations__bulletin__number__in=numbers) | Q(citations__bulletin__slug__in=references)
    # One filter() for both conditions: they must hold for the same citation.
    return Initiative.objects.filter(IS_CITED & cited).values("pk")


def bulletin_option(number: int | None, slug: str | None, title: str, day: date | None) -> tuple[str, str]:
    """The value of a bulletin in the address, and “n° 7, 30 avril 2020”."""
    label = f"n°{NBSP}{number}" if number else f"hors-série{NBSP}: {title}"
    return bulletin_reference(number, slug), f"{label}, {long_date(day)}" if day else label


def bulletin_reference(number: int | None, slug: str | None) -> str:
    """What an address calls a bulletin: its number, or the slug of a special one."""
    return str(number) if number else slug or ""
