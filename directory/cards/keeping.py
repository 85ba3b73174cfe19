"""What cards tell, kept in the process for as long as the log of changes does not name their initiative.

A page of twenty initiatives then costs one look at what changed, which all of a request share, and a few queries for
the texts of those that are not at hand. Of a new day nothing is kept: how old an information is changes what is said of
it.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from threading import Lock

from django.db import connections, router
from django.db.models import F, QuerySet
from django.utils import timezone

from directory.cards.prepared import read
from directory.cards.telling import Card, Told, shown, told
from directory.changes import Position, changes_since, position
from directory.citations import with_told_on
from directory.finding.reasons import PlaceReasons
from directory.marking.lexemes import LEXEMES
from initiatives.models import Initiative

MOST_KEPT = 5_000  # cards; about 8 kB each


class KeptCards:
    """Safe between threads. What is asked for least leaves first."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self.most = most
        self.told: OrderedDict[int, Told] = OrderedDict()
        self.position: Position | None = None
        self.day: date | None = None
        self.turn = 0  # grows with each change that was seen
        self.lock = Lock()

    def of(self, keys: Sequence[int], *, today: date | None = None) -> dict[int, Told]:
        """What the cards of these initiatives tell today, by key; of those that are public."""
        today = today or timezone.localdate()
        if connections[
            router.db_for_read(Initiative)
        ].in_atomic_block:  # it sees what it wrote itself, and may take it back
            return _read(keys, today)
        turn = self._refresh(today)
        with self.lock:
            held = {key: self.told[key] for key in keys if key in self.told}
        read = _read([key for key in keys if key not in held], today)
        self._keep(read, turn)
        return held | read

    def _refresh(self, today: date) -> int:
        """Forget what changed since the last look."""
        with self.lock:
            known, day = self.position, self.day
        changes = changes_since(known) if known else None
        with self.lock:
            if changes is None or day != today or changes.initiatives is None:
                self.told.clear()
                LEXEMES.forget()
                self.turn += 1
            elif changes.initiatives:
                for key in changes.initiatives:
                    self.told.pop(key, None)
                self.turn += 1
            self.position = position() if changes is None else changes.position
            self.day = today
            return self.turn

    def _keep(self, read: dict[int, Told], turn: int) -> None:
        """Unless something changed while it was read."""
        with self.lock:
            if turn != self.turn:
                return
            for key, one in read.items():
                self.told[key] = one
                self.told.move_to_end(key)
            while len(self.told) > self.most:
                self.told.popitem(last=False)


# By the database that is read: a standby may not yet have what the log of the primary tells.
_kept: defaultdict[str, KeptCards] = defaultdict(KeptCards)


def told_of(keys: Sequence[int]) -> dict[int, Told]:
    """What the cards of these initiatives tell, by key; of those that are public."""
    return _kept[router.db_for_read(Initiative)].of(keys)


def newest(initiatives: QuerySet[Initiative], count: int) -> list[Told]:
    """What the cards of the last told ones tell, newest first."""
    return in_order(newest_keys(initiatives, count))


def newest_keys(initiatives: QuerySet[Initiative], count: int) -> list[int]:
    newest_first = with_told_on(initiatives).order_by(F("told_on").desc(nulls_last=True), "-pk")
    return list(newest_first.values_list("pk", flat=True)[:count])


def in_order(keys: Sequence[int]) -> list[Told]:
    found = told_of(keys)
    return [found[key] for key in keys if key in found]


def cards_of(initiatives: Iterable[Told], *, reasons: PlaceReasons | None = None) -> list[Card]:
    return [shown(one, why=reasons.why(one) if reasons else "") for one in initiatives]


def _read(keys: Sequence[int], today: date) -> dict[int, Told]:
    if not keys:
        return {}
    return {row.pk: told(row, today=today) for row in read(keys)}
