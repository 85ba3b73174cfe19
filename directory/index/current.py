"""The index of this process as of now: brought up to date by the log of changes before each answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.db import connections, transaction
from pyroaring import BitMap

from directory.changes import Changes, Position, changes_since, position
from directory.index.facets.listing import carried
from directory.index.facets.totals import Totals
from directory.index.forward import Forward
from directory.index.loading import read_all, read_some
from directory.index.phrases.known import learn
from directory.index.reach import Reach
from directory.index.sets import Documents, Sets
from directory.index.vocabulary import Vocabulary, read_vocabulary
from directory.index.words import Words
from initiatives.models import Initiative

MOST_AT_ONCE = 500  # initiatives that changed and that a request itself reads again: about 0.3 s
MOST_DISORDER = 0.02  # of the documents, dead or out of order: beyond, they are put in order again
LEAST_DISORDER = 5_000


class Outdated(Exception):
    """So much changed that a request cannot wait for it: PostgreSQL answers until the index has caught up."""


@dataclass(frozen=True)
class State:
    """What belongs together. Sets only grow, so that `alive` alone makes a view of one moment of them."""

    sets: Sets
    words: Words
    reach: Reach
    forward: Forward
    totals: Totals
    vocabulary: Vocabulary
    alive: BitMap
    position: Position
    kept: dict = field(default_factory=dict)  # what `counting` makes once for all requests

    @property
    def is_plain(self) -> bool:
        """No document is dead or late: results need not be cut to the living ones."""
        return not self.sets.disorder


class Index:
    """Threads share it: a request takes a `State`, which no other changes; changes are taken in one after the other."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._lock = threading.Lock()

    @classmethod
    def read(cls) -> Index:
        """From PostgreSQL."""
        start = position()  # before anything is read: what changes meanwhile is read again
        index = cls.of(read_all(), start)
        learn(index.state.sets, index.state.vocabulary)
        return index

    @classmethod
    def of(cls, sets: Sets, start: Position) -> Index:
        """Sets that hold all that was committed before this position."""
        return cls(_state(sets, read_vocabulary(), start))

    @property
    def state(self) -> State:
        """As it stands, whatever was committed since."""
        return self._state

    def fresh(self, *, most: int | None = MOST_AT_ONCE) -> State:
        """The state that holds all that is committed now. One query, two where initiatives changed, four
        where names did."""
        state = self._state
        changes = changes_since(state.position)
        if not changes:
            return self._at(state, changes.position)
        if changes.initiatives is not None and most is not None and len(changes.initiatives) > most:
            raise Outdated
        with self._lock:
            self._state = self._moved_on(changes) or self._read_at_once(most)
            return self._state

    def _moved_on(self, seen: Changes) -> State | None:
        """By one statement, which has one moment: where initiatives alone changed, and no more of them since."""
        state = self._state  # another thread may have been faster
        if seen.initiatives is None or seen.is_vocabulary:
            return None
        found, changes = read_some(seen.initiatives, state.position)
        if not changes:
            return state
        if changes.initiatives is None or changes.is_vocabulary or not changes.initiatives <= seen.initiatives:
            return None
        return _taken_in(state, replace(changes, initiatives=seen.initiatives), found, state.vocabulary)

    def _read_at_once(self, most: int | None) -> State:
        state = self._state
        with _one_moment():
            changes = changes_since(state.position)
            if changes.initiatives is None or (most is not None and len(changes.initiatives) > most):
                raise Outdated
            vocabulary = read_vocabulary(state.vocabulary) if changes.is_vocabulary else state.vocabulary
            found, _ = read_some(changes.initiatives, state.position)
        return _taken_in(state, changes, found, vocabulary)

    def _at(self, state: State, here: Position) -> State:
        """The same further on in the log, where no other thread is at work: what is asked of it next stays short."""
        known = state.position
        if (here.horizon, here.seen) != (known.horizon, known.seen) and self._lock.acquire(blocking=False):
            try:
                if self._state is state:
                    self._state = state = replace(state, position=here)
            finally:
                self._lock.release()
        return state

    def tidy(self) -> Index:
        """Another index with the same documents, all in order; this one may go on answering meanwhile."""
        state = self._state
        learn(state.sets, state.vocabulary)
        return Index(_state(state.sets.compacted(), state.vocabulary, state.position))

    def renew_lock(self) -> bool:
        """After a fork. False where the parent was changing the sets at that moment: they are then good for nothing."""
        is_whole = not self._lock.locked()
        self._lock = threading.Lock()
        return is_whole

    @property
    def is_untidy(self) -> bool:
        sets = self._state.sets
        return sets.disorder > max(LEAST_DISORDER, MOST_DISORDER * sets.ordered)


@contextmanager
def _one_moment() -> Iterator[None]:
    """All that is read sees the same commits: else a row and its words might be of two moments."""
    using = Initiative.objects.db
    if connections[using].in_atomic_block:
        yield
        return
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _state(sets: Sets, vocabulary: Vocabulary, start: Position) -> State:
    reach = Reach(sets, vocabulary)
    forward = Forward(sets, reach)
    return State(sets, Words(sets), reach, forward, Totals.of(sets, forward), vocabulary, sets.alive, start)


def _taken_in(state: State, changes: Changes, found: Documents, vocabulary: Vocabulary) -> State:
    """What of the changed initiatives is public is `found`."""
    sets, reach, forward = state.sets, state.reach, state.forward
    is_reach_kept = vocabulary is state.vocabulary or vocabulary.has_places_of(reach.vocabulary)
    if changes.initiatives:
        is_reach_kept = is_reach_kept and reach.is_known(found.families, sets)
        added = sets.replace(changes.initiatives, found)
        if is_reach_kept:
            forward.grow(added, reach.grow(added, sets))
    if is_reach_kept:
        totals = state.totals.after(sets, forward, state.alive)
    else:
        reach = Reach(sets, vocabulary)
        forward = Forward(sets, reach)
        totals = Totals.of(sets, forward)
    return replace(
        state,
        vocabulary=vocabulary,
        reach=reach,
        forward=forward,
        totals=totals,
        alive=sets.alive,
        position=changes.position,
        kept=carried(state.kept),
    )
