"""Public pages as they were when the database was last asked, shown with their hour while it is away.

Bounded in bytes, in the memory of each process; nothing of a search, nothing of a session. A page is shown only if
nothing was taken away from the public since (`config.keeping.taking`), and for a day at most.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.timezone import localtime

from bulletins.listing.short import KEPT
from config.keeping.pages import Key
from config.keeping.taking import is_settled, last_taking
from french.wording import NBSP

OLDEST = timedelta(days=1)
MAIN = b'<main class="site-main"'


@dataclass
class LastPage:
    packed: bytes
    content_type: str
    good_at: datetime
    taking: int

    @property
    def size(self) -> int:
        return len(self.packed)


class LastPages:
    """The least used leave first. Safe between threads."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.size = 0
        self.taking = 0  # the last that was heard
        self.pages: OrderedDict[Key, LastPage] = OrderedDict()
        self.lock = Lock()

    def forget(self, taking: int) -> None:
        """Pages of before the last taking are shown to nobody any more: they leave the memory too, and with them what
        was read of the bulletins."""
        if taking == self.taking:
            return
        KEPT.forget()
        with self.lock:
            self.taking = taking
            for key in [key for key, page in self.pages.items() if page.taking != taking]:
                self.size -= self.pages.pop(key).size

    def keep(self, key: Key, response: HttpResponse, *, taking: int) -> None:
        """A page just made; `taking` was looked at before."""
        if not self._is_wanted(key, taking) or MAIN not in response.content:
            return
        page = LastPage(zlib.compress(response.content, 1), response["Content-Type"], timezone.now(), taking)
        with self.lock:
            if taking < self.taking:
                return
            if former := self.pages.pop(key, None):
                self.size -= former.size
            self.pages[key] = page
            self.size += page.size
            while self.size > self.most_bytes:
                self.size -= self.pages.popitem(last=False)[1].size

    def confirm(self, key: Key, *, taking: int) -> None:
        """The same page was right once more."""
        with self.lock:
            page = self.pages.get(key)
            if page and taking >= self.taking and self._is_wanted(key, taking):
                page.good_at, page.taking = timezone.now(), taking
                self.pages.move_to_end(key)

    def answer(self, key: Key) -> HttpResponse | None:
        with self.lock:
            page = self.pages.get(key)
        now = timezone.now()
        if page is None or page.taking != last_taking() or now - page.good_at > OLDEST:
            return None
        banner = render_to_string("refusals/last_page.html", {"since": _told(page.good_at, now)}).encode()
        content = zlib.decompress(page.packed).replace(MAIN, banner + MAIN, 1)
        # 200, for the content is what was asked for: a balancer would put a page of its own in the place of a 503, and
        # a search engine would drop a page that says 503 for long, or noindex once. No cache may hold it.
        response = HttpResponse(content, content_type=page.content_type)
        response["Cache-Control"] = "no-store"
        response["Age"] = str(int((now - page.good_at).total_seconds()))
        return response

    def _is_wanted(self, key: Key, taking: int) -> bool:
        return bool(self.most_bytes) and "q=" not in key[2] and is_settled(taking)


def _told(good_at: datetime, now: datetime) -> str:
    """“Cette page est de 14 h 32”, “Cette page est d’hier, 23 h 50”."""
    then = localtime(good_at)
    hour = f"{then.hour}{NBSP}h{NBSP}{then.minute:02}"
    day = "de " if then.date() == localtime(now).date() else "d’hier, "
    return f"Cette page est {day}{hour}{NBSP}; ce qui a changé depuis n’y est pas."
