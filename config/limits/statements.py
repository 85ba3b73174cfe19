"""How long a statement may run, and wait for a lock, by the kind of request it is made for.

The limits belong to the session of PostgreSQL and stay there: they are sent when a connection is opened, and again only
when the thread goes on to a request of another kind. A page that is kept, or follows one of its own kind, pays nothing.
Commands and the worker have no limit: they ask for none. A limit holds for each part that a long export fetches, not
for the time that its reader takes.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any
from weakref import WeakKeyDictionary

import psycopg2
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from config.limits.kinds import Kind

LIMITS = "SET statement_timeout = %s; SET lock_timeout = %s"
MILLISECONDS = 1000
OF_LOCKS = 2  # a lock is waited for half as long as a statement may run

_wanted: ContextVar[int | None] = ContextVar("milliseconds that a statement may take", default=None)
_held: WeakKeyDictionary[psycopg2.extensions.connection, int] = WeakKeyDictionary()


def hold(kind: Kind) -> None:
    """From now on, in this thread: also for what is sent after the view has returned, as exports are."""
    seconds = settings.STATEMENT_SECONDS
    _wanted.set(None if seconds is None else round(seconds[kind] * MILLISECONDS))
    for connection in connections.all(initialized_only=True):
        _send(connection)


def hold_new_connection(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """A receiver of `connection_created`."""
    _send(connection)


def _send(connection: BaseDatabaseWrapper) -> None:
    longest, session = _wanted.get(), connection.connection
    if longest is None or session is None or _held.get(session) == longest:
        return
    try:
        with session.cursor() as cursor:
            cursor.execute(LIMITS, [longest, longest // OF_LOCKS])
    except psycopg2.Error:
        connection.close()  # gone since the last request: the next statement opens another one, which is told
    else:
        _held[session] = longest
