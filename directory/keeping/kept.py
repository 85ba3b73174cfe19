"""What a process reads once of all that is public and then keeps as fresh as the log of changes, beside the requests.

For what a request cannot read itself, since it grows with the directory: until it is there, `now` gives nothing and the
caller does without, or asks PostgreSQL. What changes is taken in by the request that meets it, as long as it is little.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

from django.db import connections, router

from directory.changes import Position, changes_since, position
from initiatives.models import Initiative

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 200  # initiatives that changed and that a request itself reads again
READ_AGAIN = 86_400  # seconds: what was taken out meanwhile leaves the memory too
PAUSE = 600  # seconds until a reading that failed is tried again

Held = TypeVar("Held")


class Kept(Generic[Held]):
    """`read` reads all, `taken_in` gives what is held with these initiatives read again; it changes nothing in place.

    Threads share it. Nothing is kept across what alters everything: who was erased leaves at once.
    """

    def __init__(self, read: Callable[[], Held], taken_in: Callable[[Held, frozenset[int]], Held]) -> None:
        self._read, self._taken_in = read, taken_in
        self._held: tuple[Held, Position, float] | None = None  # with when all was read
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._not_before = 0.0

    def now(self, *, waits: Callable[[], bool] = lambda: False) -> Held | None:
        """What holds all that is committed now; None while it is read, unless one `waits` for it.

        Not for transactions, which see what they write themselves.
        """
        with self._lock:
            held = self._held
        if held is None:
            return self._anew(waits)
        content, known, read_at = held
        changes = changes_since(known)
        if changes.initiatives is None or len(changes.initiatives) > MOST_AT_ONCE:
            with self._lock:
                if self._held is held:
                    self._held = None
            return self._anew(waits)
        if monotonic() - read_at > READ_AGAIN:
            self._begin()
        if changes.initiatives:
            content = self._taken_in(content, changes.initiatives)
        with self._lock:
            if self._held is held:  # else another thread was faster: what it keeps is as good
                self._held = content, changes.position, read_at
        return content

    def wait(self) -> None:
        """Until the reading in the background is done."""
        if self._thread is not None:
            self._thread.join()

    def _anew(self, waits: Callable[[], bool]) -> Held | None:
        is_begun = self._thread is not None and self._thread.is_alive()
        return self._made() if not is_begun and waits() else self._begin()

    def _begin(self) -> None:
        with self._lock:
            if monotonic() < self._not_before or (self._thread is not None and self._thread.is_alive()):
                return
            self._thread = threading.Thread(target=self._do, name="directory-kept", daemon=True)
            self._thread.start()

    def _do(self) -> None:
        try:
            self._made()
        except Exception:  # the request that wanted it has long been answered without it
            logger.exception("Ce que le répertoire garde en mémoire n’a pas pu être lu.")
            self._not_before = monotonic() + PAUSE
        finally:
            connections.close_all()

    def _made(self) -> Held:
        start = position()  # before anything is read: what changes meanwhile is read again
        content = self._read()
        with self._lock:
            self._held = content, start, monotonic()
        return content


def is_writing() -> bool:
    """Whether one is inside a transaction, which sees what it wrote itself and may take it back."""
    return connections[router.db_for_read(Initiative)].in_atomic_block
