"""Why somebody is held, since when and until when: what the register of processing says, for one row.

Durations are those of docs/donnees-personnelles.md. Nothing is erased by itself here: a day that has passed is a day to
look again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils import timezone

from french.wording import long_date
from organisations.consent import ConsentMeans
from organisations.models import Contact, Person

LOOKED_AT_AGAIN = timedelta(days=3 * 365)  # after the last change of what names it
ACCOUNT_SLEEPS = timedelta(days=365)  # after the last log-in
PUBLIC_TASK = "mission d’intérêt public (RGPD, article 6, 1, e)"
CONSENT = "accord de la personne (RGPD, article 6, 1, a)"


@dataclass(frozen=True)
class Ground:
    """`until` in words; `look_again_on` the day from which somebody should look at it, None where nothing names it."""

    basis: str
    since: date | None
    until: str
    look_again_on: date | None
    consent: list[str] = field(default_factory=list)

    def is_due(self, today: date) -> bool:
        return self.look_again_on is None or self.look_again_on <= today


def with_use(rows: QuerySet) -> QuerySet:
    """What `ground_of` asks of a row, in its own query: since when it is known, when what names it last changed."""
    if rows.model not in (Person, Contact):
        return rows
    # The history is no relation of the row: simple_history keys it by number alone.
    states = rows.model.history.model.objects.filter(id=OuterRef("pk")).order_by("history_date").values("history_date")
    rows = rows.annotate(known_since=Subquery(states[:1]), used_at=_last_change("initiatives", rows.model))
    if rows.model is Contact:
        rows = rows.annotate(used_by_organisation_at=_last_change("organisations", Contact))
    return rows


def _last_change(relation: str, model: type[Model]) -> Subquery:
    """When the last of the rows that name it was changed."""
    field = model._meta.get_field(relation)
    naming = field.related_model.objects.filter(**{field.field.name: OuterRef("pk")})
    return Subquery(naming.order_by("-updated_at").values("updated_at")[:1])


def ground_of(row: Person | Contact | AbstractBaseUser) -> Ground:
    """Of a row that `with_use` brought. No query."""
    if not isinstance(row, Person | Contact):
        return _of_account(row)
    used = max(filter(None, [row.used_at, getattr(row, "used_by_organisation_at", None)]), default=None)
    look_again_on = _day(used + LOOKED_AT_AGAIN) if used else None
    if look_again_on is None:
        until = "aucune fiche n’y est reliée\u00a0: à relier ou à effacer"
    else:
        until = f"tant qu’une fiche y renvoie\u00a0; à revoir le {long_date(look_again_on)}"
    return Ground(_basis(row), _day(row.known_since), until, look_again_on, consent_told(row))


def consent_told(row: Person | Contact) -> list[str]:
    """The agreement with its words and its proof."""
    if not row.consented_on:
        return []
    told = [f"donné le {long_date(row.consented_on)}, {row.get_consent_means_display()}"]
    return [*told, row.consent_note] if row.consent_note else told


def _basis(row: Person | Contact) -> str:
    if row.consent_means == ConsentMeans.FUNCTION:
        return f"nommée dans ses fonctions publiques\u00a0: {PUBLIC_TASK}"
    if row.has_consent:
        return CONSENT if row.is_public else f"{CONSENT}, aujourd’hui non public"
    if row.consented_on:
        return "accord antérieur au registre, à vérifier"
    return f"{PUBLIC_TASK}\u00a0: reçu avec une initiative, non public sans accord"


def _of_account(row: AbstractBaseUser) -> Ground:
    seen = row.last_login or row.date_joined
    look_again_on = _day(seen + ACCOUNT_SLEEPS)
    until = f"jusqu’au départ de l’agent\u00a0; à revoir le {long_date(look_again_on)} s’il ne revient pas"
    return Ground(f"compte d’un agent\u00a0: {PUBLIC_TASK}", _day(row.date_joined), until, look_again_on)


def _day(moment: datetime | None) -> date | None:
    return moment and timezone.localdate(moment)
