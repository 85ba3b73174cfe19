"""When something was last taken away from the public, told to every process and every machine by one file.

The pages kept for the hour in which the database is away (`config.keeping.last`) may show nothing that was withdrawn,
hidden, occulted or erased in the meantime, and by then the database can no longer be asked. Triggers say so to whoever
takes something away, before the transaction ends (the migration `bulletins.0022`; of a lone statement without one, as
soon as it is done); the file in MEDIA_ROOT, which all machines share, is touched at once. A page made before that
moment is never shown again by anyone. One made within the minute after it may still show what was there, for the
transaction may not have ended: it is not kept either. Where the file cannot be touched, the change is refused with it.

What somebody takes away by other means, `psql` for one, is counted by the same triggers, and heard by the worker at its
next turn, some seconds later.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

MARK = ".retire"
NOTICE = "solidaire: retiré du public"
LONGEST_ACT = 60.0  # seconds from the taking to the end of its transaction, and the difference of clocks


def taken() -> None:
    """Something leaves the public now."""
    path = _mark()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path)


def hear_takings(now: datetime) -> str:
    """What the worker does at each turn: the file holds the count of takings that was heard last. One query."""
    with connection.cursor() as cursor:
        # A sequence that was never asked shows the same value as after its first.
        cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM bulletins_takings")
        (count,) = cursor.fetchone()
    path = _mark()
    if path.is_file() and path.read_text(encoding="utf-8") == str(count):
        return ""
    taken()
    path.write_text(str(count), encoding="utf-8")
    return "Quelque chose a été retiré du public."


def last_taking() -> int:
    """When, in nanoseconds; 0 where nothing ever was."""
    try:
        return _mark().stat().st_mtime_ns
    except OSError:
        return 0


def is_settled(taking: int, *, now: Callable[[], float] = time.time) -> bool:
    """Whether the transaction of that taking has ended for sure."""
    return now() - taking / 1e9 > LONGEST_ACT


def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Around each statement: what the triggers said of it."""
    result = execute(sql, params, many, context)
    if notices := context["connection"].connection.notices:
        told = list(notices)
        notices.clear()
        if any(NOTICE in one for one in told):
            taken()
    return result


def watch_new_connection(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """A receiver of `connection_created`. It stands first: those that are put on for a while are taken off the end."""
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, watch)


def _mark() -> Path:
    return Path(settings.MEDIA_ROOT) / MARK
