"""Works that come back. Each room registers its own as it starts; the worker asks what is due, and does it.

    register("liens", check_links, nightly_at=time(3, 30))      once a night, by the clock of Paris
    register("publications", publish_due)                       at each turn of the worker, every few seconds

A work takes the moment as its only argument and returns a sentence for the journal. It must be safe to do twice: the
worker may be killed between the work and the note that it is done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from backoffice.models import PeriodicWork

logger = logging.getLogger(__name__)

Act = Callable[[datetime], str]


@dataclass(frozen=True)
class Work:
    """`nightly_at`: the hour of Paris after which it is due once a day; without it, at each turn."""

    name: str
    act: Act
    nightly_at: time | None = None

    def is_due(self, now: datetime, last: datetime | None) -> bool:
        """`last` is when it was last begun."""
        if self.nightly_at is None or last is None:
            return True
        return last < self._latest_hour(now)

    def _latest_hour(self, now: datetime) -> datetime:
        """The last moment at which the clock of Paris showed the hour. Where it shows it twice, the first."""
        local = timezone.localtime(now)
        moment = datetime.combine(local.date(), self.nightly_at, local.tzinfo)
        return moment if moment <= now else moment - timedelta(days=1)


_works: dict[str, Work] = {}


def register(name: str, act: Act, *, nightly_at: time | None = None) -> None:
    """Called by a room as it starts. The name is for ever: what was done is kept by it."""
    _works[name] = Work(name, act, nightly_at)


def nightly_names() -> list[str]:
    """Of the works that are done once a night."""
    return [work.name for work in _works.values() if work.nightly_at]


def do_due(now: datetime, *, should_stop: Callable[[], bool] = lambda: False) -> list[str]:
    """Do what is due; the names of what was done. A work that fails is told in the journal and stops no other."""
    known = dict(PeriodicWork.objects.values_list("name", "started_at"))
    done = []
    for work in list(_works.values()):
        if should_stop():
            break
        if work.is_due(now, known.get(work.name)):
            (_do_noted if work.nightly_at else _do)(work, now)
            done.append(work.name)
    return done


def _do(work: Work, now: datetime) -> tuple[str, bool]:
    try:
        return work.act(now), False
    except Exception as error:  # whatever a work does, the others and the queue must go on
        logger.exception("Le travail « %s » a échoué.", work.name)
        return f"{type(error).__name__} : {error}", True


def _do_noted(work: Work, now: datetime) -> None:
    """Noted before it begins: one that takes the worker down is not begun again at once, but the next night."""
    PeriodicWork.objects.update_or_create(
        name=work.name, defaults={"started_at": now, "finished_at": None, "outcome": "", "is_failed": False}
    )
    outcome, is_failed = _do(work, now)
    PeriodicWork.objects.filter(name=work.name).update(
        finished_at=timezone.now(), outcome=outcome[:2000], is_failed=is_failed
    )
