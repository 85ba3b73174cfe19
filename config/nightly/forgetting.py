"""Lines of the journal leave when they are old enough."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from backoffice.journal.keeping import forget_old
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from french.wording import counted


def forget_old_lines(now: datetime) -> str:
    """What left is itself a line, where something left."""
    gone = forget_old(now)
    told = f"journal\u00a0: {counted(gone, 'ligne')} de plus de {settings.JOURNAL_KEPT_DAYS} jours"
    if gone:
        note(Kind.RETENTION_APPLIED, by=None, told=told, now=now)
    return f"{told}."
