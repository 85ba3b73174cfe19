"""Keeping what was searched in vain, so that officers see it. Nothing is kept of who searched.

A commit has every page made anew that was kept since the last one (`config/keeping`). So that nobody who searches does
that to all others, counts wait in the process, for a minute at most, and are written together.
"""

from __future__ import annotations

import atexit
import re
import threading
from collections import Counter
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connections, router, transaction

from directory.finding.filters import DirectoryFilter
from directory.models import VainSearch
from french.accents import sort_key
from french.wording import enumerated

MOST_KEPT = 2000  # rows: a visitor with a list of words must not fill the table
MOST_WAITING = 500  # searches: nor the memory
LONGEST = 80
PERSONAL = re.compile(r"@|\d(?:[ .-]?\d){6,}")  # an address, a telephone number

# Nobody waits until a count is on the disk: after a crash the last ones may be missing.
COUNTED = """
    SET LOCAL synchronous_commit TO off;
    UPDATE directory_vainsearch SET times = times + %s, last_on = %s WHERE words = %s AND place = %s
"""


class Search(NamedTuple):
    words: str
    place: str
    day: date


class Waiting:
    """Searches that are not written yet. Safe between threads; each process has its own."""

    def __init__(self) -> None:
        self._times: Counter[Search] = Counter()
        self._lock = threading.Lock()
        self.timer: threading.Timer | None = None

    def add(self, search: Search, *, seconds: float) -> None:
        """To be written in so many seconds."""
        with self._lock:
            if search in self._times or len(self._times) < MOST_WAITING:
                self._times[search] += 1
            if self.timer is None:
                self.timer = threading.Timer(seconds, self._write_and_part)
                self.timer.daemon = True
                self.timer.start()

    def write(self) -> None:
        with self._lock:
            times, self._times = self._times, Counter()
            if self.timer is not None:
                self.timer.cancel()
                self.timer = None
        if times:
            _count(times)

    def _write_and_part(self) -> None:
        try:
            self.write()
        finally:
            connections.close_all()


WAITING = Waiting()
atexit.register(WAITING.write)  # a worker that is told to stop


def note_vain_search(chosen: DirectoryFilter, *, today: date) -> None:
    """Count the words of a search that nothing answers; never in the way of the page.

    It is the one thing that reading a page writes: a mere count, which no page shows to the public.
    """
    words = " ".join(sort_key(term.text) for term in chosen.reading.words.terms if term.is_plain).strip()
    if not words or len(words) > LONGEST or PERSONAL.search(chosen.reading.words.text):
        return
    labels = (*chosen.values["commune"].labels.values(), *chosen.values["territoire"].labels.values())
    search = Search(words, enumerated(list(labels))[:120], today)
    if seconds := settings.VAIN_SEARCHES_SECONDS:
        WAITING.add(search, seconds=seconds)
    else:
        _count(Counter([search]))


def _count(times: Counter[Search]) -> None:
    """In one transaction, in one order for all processes: at most three queries each."""
    try:
        with transaction.atomic(), connections[router.db_for_write(VainSearch)].cursor() as cursor:
            for search, number in sorted(times.items()):
                cursor.execute(COUNTED, [number, search.day, search.words, search.place])
                if cursor.rowcount or VainSearch.objects.count() >= MOST_KEPT:
                    continue
                row = VainSearch(
                    words=search.words, place=search.place, times=number, first_on=search.day, last_on=search.day
                )
                VainSearch.objects.bulk_create([row], ignore_conflicts=True)
    except DatabaseError:
        return  # a database that only reads still answers
