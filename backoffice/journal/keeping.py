"""How long lines of the journal are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from backoffice.models import JournalLine

BATCH = 5000  # lines of one transaction: nobody waits for a long lock
LEAST_DAYS = 180  # the database refuses to let younger lines go (migration backoffice.0010)


def lines_too_old(now: datetime) -> int:
    """How many would leave."""
    return JournalLine.objects.before(_limit(now)).count()


def forget_old(now: datetime) -> int:
    """Take the lines away that are older than JOURNAL_KEPT_DAYS; how many. Doing it again is harmless."""
    gone = 0
    while True:
        keys = list(JournalLine.objects.before(_limit(now)).order_by("at").values_list("pk", flat=True)[:BATCH])
        if not keys:
            return gone
        gone += JournalLine.objects.filter(pk__in=keys).delete()[0]


def _limit(now: datetime) -> datetime:
    return now - timedelta(days=max(settings.JOURNAL_KEPT_DAYS, LEAST_DAYS))
