"""What changed since one last looked: by it an index in memory, or a card that was kept, is as fresh as the database.

Numbers of rows are given before a transaction commits, so that a later number may be seen first. A reader therefore
does not remember a number but a horizon: the oldest transaction that was still open when it looked. It asks for all
rows written since by this one and by younger ones, and passes over those that it had already. No writer waits for
another, as each would for a lock, and a reader on a standby server reads the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connections, router

from backoffice.statements.planned import Given, Planned
from directory.models import Change

KEPT = timedelta(days=7)
# A position older than this may have missed rows that were pruned since: whoever holds it starts anew.
OLDEST_POSITION = KEPT - timedelta(days=1)

# One statement has one snapshot: the horizon, the rows and the mark belong together. A standby does not tell its
# running transactions there: how far it has replayed says what it shows. The start and the name tell one server from
# another. The row of the installation, which every page shows, is the same as long as the transaction that wrote it and
# its place are. One text, so that a statement which reads more can ask it of its own moment.
SEEN = """
    SELECT jsonb_build_array(
        pg_snapshot_xmin(seen)::text::bigint, pg_snapshot_xmax(seen)::text::bigint, clock_timestamp(),
        (SELECT oid::bigint FROM pg_database WHERE datname = current_database()), pg_is_in_recovery(),
        (SELECT jsonb_agg(jsonb_build_array(id, transaction, initiatives, is_vocabulary)) FROM directory_change
         WHERE transaction >= coalesce(%s, pg_snapshot_xmin(seen)::text::bigint) AND id <> ALL (%s::bigint[])),
        CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()::text ELSE seen::text END,
        pg_postmaster_start_time(), current_database(),
        (SELECT concat_ws(' ', xmin, ctid) FROM communes_territory ORDER BY id LIMIT 1)
    )::text
    FROM pg_current_snapshot() AS seen
"""
_seen = Planned(SEEN, [Given(0), Given(1)])


@dataclass(frozen=True)
class Position:
    """How far somebody has read. `seen` are the rows at or after the horizon that were read already."""

    horizon: int
    seen: frozenset[tuple[int, int]]  # (transaction, row)
    read_at: datetime
    database: int


@dataclass(frozen=True)
class Changes:
    """`initiatives` is None where everything may have changed."""

    position: Position
    initiatives: frozenset[int] | None = frozenset()
    is_vocabulary: bool = False

    def __bool__(self) -> bool:
        return self.initiatives is None or bool(self.initiatives) or self.is_vocabulary


@dataclass(frozen=True)
class Look:
    """What one statement saw: all that was noted since a horizon, but for rows that were read before."""

    using: str
    since: int  # the horizon
    without: frozenset[tuple[int, int]]
    oldest: int
    youngest: int
    now: datetime
    database: int
    is_standby: bool
    rows: tuple[tuple[int, int, list[int] | None, bool], ...]
    mark: tuple[Any, ...]  # the same as long as nothing is committed
    installation: tuple[Any, ...]  # the same as long as its row is

    def tells(self, known: Position | None, using: str) -> bool:
        """Whether all is in it that was noted since this position."""
        if self.using != using or (known and known.horizon < self.since):
            return False
        if known and known.horizon > self.youngest and not self.is_standby:
            return False  # another thread has read on meanwhile
        return known is None or {one for one in self.without if one[0] >= known.horizon} <= known.seen


_look: ContextVar[Look | None] = ContextVar("look", default=None)  # of the request that is answered
_latest: dict[str, Position] = {}  # by database: the last position that this process has reached


def position() -> Position:
    """Where the log stands now, to be taken before what is to be kept fresh is read.

    One query, or none within `looking`.
    """
    return _read(None).position


def changes_since(known: Position) -> Changes:
    """What was committed since. Inside a transaction that writes, also what is not committed yet.

    One query, or none within `looking`.
    """
    return _read(known)


def everything_changed() -> None:
    """Whoever holds something of the directory, in memory or in a file, reads all of it anew and keeps nothing of
    before. An index that takes in a change by itself goes on holding the words that nobody says any more."""
    with connections[router.db_for_write(Change)].cursor() as cursor:
        cursor.execute("INSERT INTO directory_change (initiatives, is_vocabulary) VALUES (NULL, true)")


@contextmanager
def looking(using: str) -> Iterator[Look]:
    """One query for all that a request asks of the log: who reads it within sees the moment at which the request began.

    Not for transactions, which see what they write themselves.
    """
    look = _looked(_latest.get(using), using)
    token = _look.set(look)
    try:
        yield look
    finally:
        _look.reset(token)


def asked(known: Position | None) -> tuple[int | None, list[int]]:
    """What `SEEN` is given, to tell what this position has not."""
    return (known.horizon, [row for _, row in known.seen]) if known else (None, [])


def changes_told(known: Position, text: str) -> Changes:
    """As `changes_since`, of what `SEEN` told in a statement that reads more."""
    return _changes(known, _told(known, text, Change.objects.db))


def _read(known: Position | None) -> Changes:
    using = Change.objects.db
    is_within = connections[using].in_atomic_block
    shared = None if is_within else _look.get()
    look = shared if shared and shared.tells(known, using) else _looked(known, using)
    changes = _changes(known, look)
    if not is_within and (shared is None or look is shared):
        _latest[using] = changes.position  # not where one reader went on alone: the next look is for the others too
    return changes


def _changes(known: Position | None, look: Look) -> Changes:
    seen = known.seen if known else frozenset()
    rows = [row for row in look.rows if known and row[1] >= known.horizon and (row[1], row[0]) not in seen]
    seen |= look.without | {(transaction, row) for row, transaction, _, _ in look.rows}
    # A standby may be behind what was read on the primary: there is nothing to go back to.
    horizon = max(look.oldest, known.horizon) if known and look.is_standby else look.oldest
    there = Position(horizon, frozenset(one for one in seen if one[0] >= horizon), look.now, look.database)
    is_lost = known is not None and (
        known.database != look.database
        or (known.horizon > look.youngest and not look.is_standby)
        or look.now - known.read_at > OLDEST_POSITION
    )
    if is_lost or any(touched is None for _, _, touched, _ in rows):
        return Changes(there, None, True)
    touched = frozenset(initiative for _, _, some, _ in rows for initiative in some)
    return Changes(there, touched, any(is_vocabulary for *_, is_vocabulary in rows))


def _looked(known: Position | None, using: str) -> Look:
    ((text,),) = _seen.rows(using, *asked(known))
    return _told(known, text, using)


def _told(known: Position | None, text: str, using: str) -> Look:
    """What was told to who knew as much."""
    oldest, youngest, now, database, is_standby, noted, *mark = json.loads(text)
    rows = tuple(tuple(row) for row in noted or ())
    since, without = (known.horizon, known.seen) if known else (oldest, frozenset())
    now = datetime.fromisoformat(now)
    return Look(using, since, without, oldest, youngest, now, database, is_standby, rows, tuple(mark), tuple(mark[1:]))


def prune(now: datetime) -> str:
    """Take away what every reader has read or will not need: a nightly work."""
    count, _ = Change.objects.filter(noted_at__lt=now - KEPT).delete()
    return f"{count} changement(s) retiré(s)."
