"""What changed since one last looked: by it an index in memory, or a card that was kept, is as fresh as the database.

Numbers of rows are given before a transaction commits, so that a later number may be seen first. A reader therefore
does not remember a number but a horizon: the oldest transaction that was still open when it looked. It asks for all
rows written since by this one and by younger ones, and passes over those that it had already. No writer waits for
another, as each would for a lock, and a reader on a standby server reads the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connections

from directory.models import Change

KEPT = timedelta(days=7)
# A position older than this may have missed rows that were pruned since: whoever holds it starts anew.
OLDEST_POSITION = KEPT - timedelta(days=1)

# One statement has one snapshot: the horizon and the rows belong together.
SINCE = """
    SELECT pg_snapshot_xmin(seen)::text::bigint, pg_snapshot_xmax(seen)::text::bigint, clock_timestamp(),
           (SELECT oid::bigint FROM pg_database WHERE datname = current_database()), pg_is_in_recovery(),
           (SELECT jsonb_agg(jsonb_build_array(id, transaction, initiatives, is_vocabulary))::text FROM directory_change
            WHERE transaction >= coalesce(%s, pg_snapshot_xmin(seen)::text::bigint) AND id <> ALL (%s::bigint[]))
    FROM pg_current_snapshot() AS seen
"""


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


def position() -> Position:
    """Where the log stands now. To be taken before what is to be kept fresh is read. One query."""
    return _read(None).position


def changes_since(known: Position) -> Changes:
    """What was committed since. One query. Inside a transaction that writes, also what is not committed yet."""
    return _read(known)


def _read(known: Position | None) -> Changes:
    with connections[Change.objects.db].cursor() as cursor:
        cursor.execute(SINCE, [known and known.horizon, [row for _, row in known.seen] if known else []])
        oldest, youngest, now, database, is_standby, noted = cursor.fetchone()
    rows = json.loads(noted or "[]")
    seen = (known.seen if known else frozenset()) | {(transaction, row) for row, transaction, _, _ in rows}
    # A standby may be behind what was read on the primary: there is nothing to go back to.
    horizon = max(oldest, known.horizon) if known and is_standby else oldest
    there = Position(horizon, frozenset(one for one in seen if one[0] >= horizon), now, database)
    is_lost = known is not None and (
        known.database != database
        or (known.horizon > youngest and not is_standby)
        or now - known.read_at > OLDEST_POSITION
    )
    if is_lost or any(touched is None for _, _, touched, _ in rows):
        return Changes(there, None, True)
    touched = frozenset(initiative for _, _, some, _ in rows for initiative in some)
    return Changes(there, touched, any(is_vocabulary for *_, is_vocabulary in rows))


def prune(now: datetime) -> str:
    """Take away what every reader has read or will not need: a nightly work."""
    count, _ = Change.objects.filter(noted_at__lt=now - KEPT).delete()
    return f"{count} changement(s) retiré(s)."
