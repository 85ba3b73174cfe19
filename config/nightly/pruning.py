"""Old results of the queue: kept a fortnight, for whoever looks for what failed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django_tasks_db.models import DBTaskResult

from french.wording import counted

KEPT = timedelta(days=14)


def prune_queue(now: datetime) -> str:
    deleted, _ = DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()
    return f"{counted(deleted, 'ancien résultat effacé', 'anciens résultats effacés')}."
