"""What published bulletins said of initiatives.

Bulletins stand to the right of this app: they are reached through the relation, never imported.
"""

from __future__ import annotations

from django.db.models import DateField, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from initiatives.models import Initiative

IS_CITED = Q(citations__bulletin__status="published")


def published_citations() -> QuerySet:
    """Citations by published bulletins, latest bulletin first, with all that a link to the bulletin needs."""
    return (
        Initiative._meta.get_field("citations")
        .related_model._default_manager.filter(bulletin__status="published")
        .select_related("bulletin__series")
        .order_by(
            F("bulletin__dated_on").desc(nulls_last=True), F("bulletin__number").desc(nulls_last=True), "-bulletin_id"
        )
    )


def published_bulletins() -> QuerySet:
    """All published bulletins, newest first."""
    citation = Initiative._meta.get_field("citations").related_model
    bulletin = citation._meta.get_field("bulletin").related_model
    return bulletin.objects.published().newest_first().select_related("series")


def with_citations(initiatives: QuerySet) -> QuerySet:
    """Each initiative gets `public_citations`, in one more query."""
    return initiatives.prefetch_related(Prefetch("citations", published_citations(), to_attr="public_citations"))


def with_told_on(initiatives: QuerySet) -> QuerySet:
    """Each initiative gets `told_on`: its own day, else that of the first bulletin, else that of its publication."""
    first_cited = (
        Initiative.objects.filter(IS_CITED, pk=OuterRef("pk"), citations__bulletin__dated_on__isnull=False)
        .order_by("citations__bulletin__dated_on")
        .values("citations__bulletin__dated_on")[:1]
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
