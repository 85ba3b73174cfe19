"""What this process knows of each database: whether it answers, and how far a standby is behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.db import Error, connections

from config.replicas.configured import PRIMARY

LOOKED_AT_EVERY = 2.0  # seconds between two looks at how far a standby is
LEFT_ALONE = 10.0  # seconds during which a database that did not answer is not asked again

# A standby whose stream is whole but has nothing to replay is not late, however long ago the last write was. One that
# receives nothing, or has replayed nothing since it started, may be whole as well: it is the last resort when the
# primary is lost. Once promoted it is no standby any more, and never late.
LATENESS = """
SELECT CASE
    WHEN NOT pg_is_in_recovery() THEN 0
    WHEN NOT EXISTS (SELECT FROM pg_stat_wal_receiver) THEN NULL
    WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
    ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
END
"""


class State(Enum):
    FRESH = "à jour"
    LATE = "en retard"
    CUT_OFF = "ne reçoit plus rien"
    LOST = "injoignable"


@dataclass
class _Known:
    state: State
    until: float  # by `clock`


class Standbys:
    """Kept for the life of the process; threads may share it, since at worst two of them look at once."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._known: dict[str, _Known] = {}
        self._turn = 0
        self._lock = threading.Lock()

    def in_order(self) -> list[str]:
        """Where a public page is best read from: a standby in turn, then the primary, then what is late or cut off."""
        names = [name for name in connections if name != PRIMARY]
        with self._lock:
            self._turn += 1
            turn = self._turn % len(names) if names else 0
        names = names[turn:] + names[:turn]
        states = {name: self.state(name) for name in names}
        fresh = [name for name in names if states[name] is State.FRESH]
        behind = [name for name in names if states[name] in (State.LATE, State.CUT_OFF)]
        return [*fresh, PRIMARY, *behind]

    def answers(self, alias: str) -> bool:
        """Whether the database can be asked now. One that was lost a moment ago is said lost without being asked."""
        known = self._known.get(alias)
        if known and known.state is State.LOST and self.clock() < known.until:
            return False
        connection = connections[alias]
        try:
            connection.close_if_health_check_failed()
            connection.ensure_connection()
        except Error:
            connection.close()
            self._known[alias] = _Known(State.LOST, self.clock() + LEFT_ALONE)
            return False
        if known and known.state is State.LOST:
            del self._known[alias]
        return True

    def state(self, alias: str) -> State:
        """How a standby is; looked at anew every two seconds at most."""
        known = self._known.get(alias)
        if known and self.clock() < known.until:
            return known.state
        if not self.answers(alias):
            return State.LOST
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute(LATENESS)
                late = cursor.fetchone()[0]
        except Error:
            connections[alias].close()
            self._known[alias] = _Known(State.LOST, self.clock() + LEFT_ALONE)
            return State.LOST
        state = State.CUT_OFF if late is None else State.LATE if late > settings.REPLICA_MOST_LATE else State.FRESH
        self._known[alias] = _Known(state, self.clock() + LOOKED_AT_EVERY)
        return state


standbys = Standbys()
