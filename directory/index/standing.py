"""The one index of this process: made in the background at the first search, while PostgreSQL answers.

`DIRECTORY_INDEX` says whether there is one: `off` never, `on` always, `auto` from `DIRECTORY_INDEX_FROM` public
initiatives on. Inside a transaction PostgreSQL answers: what is not committed may be undone, and the index is for all.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections

from directory.finding.filters import DirectoryFilter
from directory.index.answers import IndexedFilter
from directory.index.current import Index, Outdated, State
from directory.index.storing import Unusable, forget, store, stored
from initiatives.models import Initiative

logger = logging.getLogger(__name__)

PAUSE = 600  # seconds until a directory that was too small, or a work that failed, is looked at again
FILED_EVERY = 86_400  # seconds: the file is never so old that what changed since was pruned from the log
MOST_CAUGHT_UP = 50_000  # initiatives; beyond, all are read anew


class Standing:
    def __init__(self) -> None:
        self._index: Index | None = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_behind = False
        self._not_before = 0.0
        self._filed_at = 0.0

    def state(self) -> State | None:
        """All that is committed now; None where PostgreSQL is to answer. Never waits for the index to be made."""
        if settings.DIRECTORY_INDEX == "off" or connections[Initiative.objects.db].in_atomic_block:
            return None
        index = self._index
        if index is None or self._is_behind:
            self._begin(self._make if index is None else self._catch_up)
            return None
        try:
            state = index.fresh()
        except Outdated:
            self._is_behind = True
            self._begin(self._catch_up)
            return None
        if index.is_untidy or monotonic() - self._filed_at > FILED_EVERY:
            self._begin(self._tidy)
        return state

    def wait(self) -> None:
        """Until the work in the background is done; for tests and for who measures."""
        if self._thread is not None:
            self._thread.join()

    def prepare(self) -> bool:
        """Take the sets from their file, if it is good: before a server forks, so that its workers share them."""
        if settings.DIRECTORY_INDEX == "off":
            return False
        try:
            self._index = self._from_file()
        except (Unusable, Outdated, DatabaseError):
            return False
        finally:
            connections.close_all()
        return True

    def forked(self) -> None:
        """In a child process: threads and locks stayed with the parent, half-done work may be in the sets."""
        index, self._thread, self._lock = self._index, None, threading.Lock()
        self._index = index if index is not None and not self._is_behind and index.renew_lock() else None
        self._is_behind = False

    # -- in the background -------------------------------------------------------------------------------------------

    def _begin(self, work: Callable[[], None]) -> None:
        with self._lock:
            if monotonic() < self._not_before or (self._thread is not None and self._thread.is_alive()):
                return
            self._thread = threading.Thread(target=self._do, args=[work], name="directory-index", daemon=True)
            self._thread.start()

    def _do(self, work: Callable[[], None]) -> None:
        before = self._index
        try:
            work()
            if self._index is not before:
                gc.freeze()  # sets are for long: no search for garbage goes through them (`config.serving.memory`)
        except Exception:  # whatever happens to the index, PostgreSQL goes on answering
            logger.exception("L’index du répertoire n’a pas pu être mis à jour.")
            self._not_before = monotonic() + PAUSE
        finally:
            connections.close_all()

    def _make(self) -> None:
        is_at_will = settings.DIRECTORY_INDEX == "auto"
        if is_at_will and Initiative.objects.published().count() < settings.DIRECTORY_INDEX_FROM:
            self._not_before = monotonic() + PAUSE
            return
        try:
            self._index = self._from_file()
            self._filed_at = monotonic()
        except (Unusable, Outdated):
            self._index = self._filed(Index.read())

    def _catch_up(self) -> None:
        """Many changed: those are read again, or all."""
        try:
            self._index.fresh(most=MOST_CAUGHT_UP)
        except Outdated:
            self._index = self._filed(Index.read())
        self._is_behind = False

    def _tidy(self) -> None:
        self._index = self._filed(self._index.tidy())

    def _from_file(self) -> Index:
        sets, position = stored(Path(settings.DIRECTORY_INDEX_FILE))
        index = Index.of(sets, position)
        index.fresh(most=MOST_CAUGHT_UP)
        return index

    def _filed(self, index: Index) -> Index:
        """Written before it is used, while nothing else changes it; then brought up to date."""
        self._filed_at = monotonic()
        try:
            store(index.state.sets, index.state.position, Path(settings.DIRECTORY_INDEX_FILE))
        except OSError as error:
            logger.warning("L’index du répertoire n’a pas pu être gardé sur le disque : %s.", error.strerror)
        try:
            index.fresh(most=MOST_CAUGHT_UP)
        except Outdated:  # everything changed while it was read: what was written may hold words that were erased
            forget(Path(settings.DIRECTORY_INDEX_FILE))
            raise
        return index


STANDING = Standing()
os.register_at_fork(after_in_child=STANDING.forked)


def searched(data: Any) -> DirectoryFilter:
    """The directory as this address asks for it, answered by the index where it stands ready, else by PostgreSQL."""
    state = STANDING.state()
    return DirectoryFilter(data) if state is None else IndexedFilter(data, state=state)
