"""How old what we know of an initiative is, and so what may be said today of where it stands.

An initiative told some time ago and confirmed by nobody since is “à vérifier”, whatever its record says: the present
tense of an old bulletin sends people to a closed door. What is over stays over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils import timezone

from french.wording import NBSP, long_date, of_month
from initiatives.models import Initiative

IS_CITED = Q(citations__bulletin__status="published")


@dataclass(frozen=True)
class Freshness:
    """`state` as it may be said today, and the day of the information."""

    state: str
    known_on: date | None
    is_checked: bool = False

    @property
    def label(self) -> str:
        return str(Initiative.State(self.state).label)

    @property
    def needs_check(self) -> bool:
        return self.state == Initiative.State.TO_CHECK

    @property
    def phrase(self) -> str:
        """“Information d’avril 2020, à vérifier”, “En cours, vérifié le 3 mai 2020”."""
        if self.is_checked and self.known_on and not self.needs_check:
            return f"{self.label.capitalize()}, vérifié le {long_date(self.known_on)}"
        if self.known_on is None:
            return self.label.capitalize()
        return f"Information {of_month(self.known_on)}, {self.label}".replace(" à vérifier", f" à{NBSP}vérifier")


def with_known_on(initiatives: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """Each initiative gets `known_on`: the latest of its own day, of the day when it was checked and of the bulletins
    that tell it, else the day of its publication."""
    latest_cited = (
        Initiative.objects.filter(IS_CITED, pk=OuterRef("pk"), citations__bulletin__dated_on__isnull=False)
        .order_by("-citations__bulletin__dated_on")
        .values("citations__bulletin__dated_on")[:1]
    )
    return initiatives.annotate(
        known_on=Coalesce(
            # PostgreSQL passes over what is not known.
            Greatest(F("state_checked_on"), F("started_on"), Subquery(latest_cited), output_field=DateField()),
            TruncDate("published_at"),
            output_field=DateField(),
        )
    )


def freshness(initiative: Initiative, *, today: date | None = None) -> Freshness:
    """The initiative must come from `with_known_on`."""
    day, checked = initiative.known_on, initiative.state_checked_on
    state = initiative.state
    if state == Initiative.State.ONGOING and day and day < _oldest(today):
        state = Initiative.State.TO_CHECK
    return Freshness(state=str(state), known_on=day, is_checked=checked is not None and checked == day)


def to_check(rows: QuerySet[Initiative], *, today: date | None = None) -> QuerySet[Initiative]:
    """Those that the public reads as “à vérifier”; the same rule as `freshness`.

    That the latest day is old is said as “none is recent”, so that no day has to be looked up for every row.
    """
    oldest = _oldest(today)
    told = Initiative._meta.get_field("citations").related_model.objects.filter(
        initiative=OuterRef("pk"), bulletin__status="published"
    )
    is_recent = (
        Q(state_checked_on__gte=oldest)
        | Q(started_on__gte=oldest)
        | Exists(told.filter(bulletin__dated_on__gte=oldest))
    )
    has_day = Q(state_checked_on__isnull=False) | Q(started_on__isnull=False)
    has_day |= Exists(told.filter(bulletin__dated_on__isnull=False)) | Q(published_at__date__lt=oldest)
    is_old = Q(state=Initiative.State.ONGOING) & ~is_recent & has_day
    return rows.filter(Q(state=Initiative.State.TO_CHECK) | is_old, status=Initiative.Status.PUBLISHED)


def _oldest(today: date | None) -> date:
    return (today or timezone.localdate()) - timedelta(days=settings.INITIATIVE_TO_CHECK_AFTER_DAYS)
