"""One line of the journal an hour for a network that asks for too much: an attack shows in it, and cannot fill it."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from threading import Lock

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.models import JournalLine
from config.replicas.configured import PRIMARY

logger = logging.getLogger(__name__)

HOUR = timedelta(hours=1)
MOST_AN_HOUR = 50  # lines of all networks together: one network may have very many names
REST = 60  # seconds
MOST_NETWORKS = 1_000  # remembered in a process


class Noted:
    """Networks of which this process has written, or found written, a line within the hour. Safe between threads.

    A network that is refused a thousand times costs the database one question an hour and process.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.until: OrderedDict[str, float] = OrderedDict()
        self.rests_until = 0.0  # nothing is asked before: the hour is full, or the database away
        self.lock = Lock()

    def note(self, request: HttpRequest, network: str, *, told: str) -> None:
        """Never in the way of the answer: without the database the line is left out."""
        now = self.clock()
        with self.lock:
            if now < max(self.until.get(network, 0.0), self.rests_until):
                return
            self.until[network] = now + HOUR.total_seconds()
            self.until.move_to_end(network)
            if len(self.until) > MOST_NETWORKS:
                self.until.popitem(last=False)
        try:
            if not _note_first(request, network, told=told):
                self._rest(network, now)
        except (DatabaseError, InterfaceError) as error:
            self._rest(network, now)
            logger.warning("Refus d’un réseau non écrit au journal : %s", type(error).__name__)

    def _rest(self, network: str, now: float) -> None:
        """Nothing was written for this network: it is asked for again, though not at once."""
        with self.lock:
            self.until.pop(network, None)
            self.rests_until = now + REST


def _note_first(request: HttpRequest, network: str, *, told: str) -> bool:
    """False where the hour is full: no line is written then. The last one that is says so."""
    lately = JournalLine.objects.using(PRIMARY).filter(kind=Kind.VISITS_REFUSED, at__gt=timezone.now() - HOUR)
    networks = list(lately.order_by().values_list("network", flat=True)[:MOST_AN_HOUR])
    if len(networks) >= MOST_AN_HOUR:
        return False
    if network not in networks:
        if len(networks) == MOST_AN_HOUR - 1:
            told = f"{told} ; les réseaux suivants ne sont plus écrits pendant une heure"
        note(Kind.VISITS_REFUSED, by=None, told=told, request=request)
    return True
