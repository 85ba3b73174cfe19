"""What a rule of retention is: which rows or files, how long, counted from when, why, and how they leave.

The number of days stands in the settings (`RETENTION_DAYS`); 0 keeps for ever. A rule asks for what is older than a
moment, and takes some of it away at a time, so that nobody waits for a long lock. Doing it twice is harmless.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from french.wording import counted


def delete(rows: QuerySet) -> None:
    rows.delete()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`waits`: it takes what people of the office wrote or gave, so that it is applied once an administrator agreed."""

    name: str  # for ever: settings, agreements and reports know it by this
    one: str
    many: str
    since: str  # the moment from which days are counted, in words
    why: str
    waits: bool = True
    done: str = "effacement"  # what happens to them

    @property
    def days(self) -> int:
        return settings.RETENTION_DAYS[self.name]

    @property
    def label(self) -> str:
        return self.many[0].upper() + self.many[1:]

    def before(self, now: datetime) -> datetime:
        """What is older leaves."""
        return now - timedelta(days=self.days)

    def told(self, count: int) -> str:
        return counted(count, self.one, self.many)

    def count(self, now: datetime) -> int:
        """How many would leave now; none where the kind is kept for ever."""
        return self._count(self.before(now)) if self.days else 0

    def remove(self, now: datetime, *, most: int) -> int:
        """Take at most that many away; how many went."""
        return self._remove(self.before(now), most) if self.days else 0

    def _count(self, before: datetime) -> int:
        raise NotImplementedError

    def _remove(self, before: datetime, most: int) -> int:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Rows(Rule):
    """`rows` are those older than a moment; `take` takes away those that it is given, all of them."""

    rows: Callable[[datetime], QuerySet]
    take: Callable[[QuerySet], None] = delete

    def _count(self, before: datetime) -> int:
        return self.rows(before).count()

    def _remove(self, before: datetime, most: int) -> int:
        with transaction.atomic():
            # Whoever is at a row now keeps it until the next night.
            locked = self.rows(before).order_by("pk").select_for_update(of=("self",), skip_locked=True)
            keys = [row.pk for row in locked.only("pk")[:most]]
            if keys:
                self.take(self.rows(before).model._base_manager.filter(pk__in=keys))
            return len(keys)


@dataclass(frozen=True, kw_only=True)
class Files(Rule):
    """`paths` are the files and folders older than a moment."""

    paths: Callable[[datetime], list[Path]]

    def _count(self, before: datetime) -> int:
        return len(self.paths(before))

    def _remove(self, before: datetime, most: int) -> int:
        gone = 0
        for path in self.paths(before)[:most]:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
            gone += 1
        return gone


def older(paths: list[Path], before: datetime) -> list[Path]:
    """Those that were last changed before a moment; one that goes meanwhile is none of them."""
    found = []
    for path in paths:
        try:
            if path.lstat().st_mtime < before.timestamp():
                found.append(path)
        except FileNotFoundError:
            continue
    return sorted(found)
