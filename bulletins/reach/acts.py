"""Entrusting series to an account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from backoffice.access.ways import is_administrator
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from bulletins.models import Keeper, Series
from bulletins.reach.rule import forget_kept
from bulletins.refusals import BulletinRefusal
from french.wording import enumerated

UNLIMITED = "Un compte d’administration travaille dans toutes les séries : ne lui en cochez aucune."


class NotLimitable(BulletinRefusal):
    """Who administers gives the rights, and is not limited by them."""


def entrust_series(*, account: User, series: Iterable[Series], by: User | None, now: datetime | None = None) -> None:
    """Let the account work in these series alone, or in all when there are none. What changed goes to the journal."""
    asked = set(series)
    with transaction.atomic():
        # Of two who change one account the second waits, and then tells what it changed itself.
        held = User.objects.select_for_update().get(pk=account.pk)
        if asked and is_administrator(held):
            raise NotLimitable(UNLIMITED)
        before = set(Series.objects.filter(keepers__user=account))
        Keeper.objects.filter(user=account, series__in=before - asked).delete()
        Keeper.objects.bulk_create([Keeper(user=account, series=one) for one in sorted(asked - before, key=str)])
        if asked != before:
            note(Kind.RIGHTS_CHANGED, by=by, about=account, told=_told(before, asked), now=now)
    forget_kept(account)


def _told(before: set[Series], asked: set[Series]) -> str:
    parts = [("confiée", asked - before), ("retirée", before - asked)]
    told = []
    for verb, rows in parts:
        if names := sorted(f"«\u00a0{one}\u00a0»" for one in rows):
            plural = "s" if len(names) > 1 else ""
            told.append(f"série{plural} {enumerated(names)} {verb}{plural}")
    return " ; ".join(told) if asked else f"{' ; '.join(told)}, donc toutes les séries"
