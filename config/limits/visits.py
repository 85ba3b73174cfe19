"""How much one network may ask for in a minute, and how many files are made at once.

Counted in the memory of each process, so that it costs nothing and asks nobody: with three processes a network gets up
to three times as much. Generous, for hundreds of persons stand behind the one address of a town hall; what it holds
back is a machine.
"""

from __future__ import annotations

import math
import re
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator
from threading import Condition, Lock

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from backoffice.access.network import client_network
from backoffice.access.sessions import shortened_network
from config.limits.kinds import Kind, kind_of
from config.limits.noting import Noted
from config.limits.refusals import refusal

# What each weighs beside a page; PDFs and other files of a bulletin are made once, exports of the directory each time.
PICTURE, PAGE, SEARCH, FILE, EXPORT = 0.25, 1, 3, 5, 20
EXPORTS = re.compile(r"/initiatives[a-z-]*\.(?:csv|json|geojson|atom)\Z")
FREE = ("/healthz", "/robots.txt", "/.well-known/")
LIGHT = ("/images/", "/sitemap", "/robots.txt", "/.well-known/", "/bulletins/atom.xml")  # files, but not made to order
MOST_NETWORKS = 10_000  # remembered; the one that has asked for nothing the longest is forgotten first
MINUTE = 60.0  # seconds
WAITED_FOR = 1.0  # seconds that a file waits for its turn
TRY_AGAIN_IN = 5  # seconds


def weight_of(request: HttpRequest) -> float:
    path = request.path
    if path.startswith(FREE):
        return 0
    if path.startswith("/images/"):
        return PICTURE
    if EXPORTS.match(path):
        return EXPORT
    if kind_of(request) is Kind.FILE:
        return FILE
    return SEARCH if kind_of(request) is Kind.PUBLIC and request.GET.get("q") else PAGE


class Buckets:
    """A bucket a network: full at first, refilled evenly, at most `per_minute`. Safe between threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, most_networks: int = MOST_NETWORKS) -> None:
        self.clock, self.most_networks = clock, most_networks
        self.left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # what is left, and when it was so
        self.lock = Lock()

    def take(self, network: str, weight: float, *, per_minute: float) -> float:
        """0 when it was taken; else the seconds until it can be, and nothing is taken."""
        now, rate = self.clock(), per_minute / MINUTE
        with self.lock:
            left, then = self.left.pop(network, (per_minute, now))
            left = min(per_minute, left + (now - then) * rate)
            wait = max(0.0, weight - left) / rate
            self.left[network] = (left if wait else left - weight, now)
            if len(self.left) > self.most_networks:
                self.left.popitem(last=False)
        return wait


class VisitsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.buckets = Buckets()
        self.noted = Noted()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        per_minute = settings.VISITS_PER_MINUTE
        weight = min(weight_of(request), per_minute)
        if weight:
            network = shortened_network(client_network(request))
            if wait := self.buckets.take(network, weight, per_minute=per_minute):
                self.noted.note(request, network, told=f"plus de {per_minute} demandes en une minute")
                return refusal(request, "many", status=429, retry_after=math.ceil(wait))
        return self.get_response(request)


class Turns:
    """Files made at once: `most` in all, one less for one network, and one that waits. Safe between threads."""

    def __init__(self) -> None:
        self.held: Counter[str] = Counter()
        self.waiting = 0
        self.changed = Condition()

    def take(self, network: str, *, most: int, patience: float = WAITED_FOR) -> bool:
        """Whether the turn came; whoever has it gives it back."""
        with self.changed:
            if not self._is_free(network, most):
                if self.waiting:
                    return False
                self.waiting += 1
                try:
                    if not self.changed.wait_for(lambda: self._is_free(network, most), patience):
                        return False
                finally:
                    self.waiting -= 1
            self.held[network] += 1
            return True

    def give_back(self, network: str) -> None:
        with self.changed:
            self.held[network] -= 1
            self.held += Counter()  # without those that hold nothing
            self.changed.notify()

    def _is_free(self, network: str, most: int) -> bool:
        return self.held.total() < most and self.held[network] < max(1, most - 1)


class Held:
    """The parts of a long answer, which holds its turn until it was sent or given up."""

    def __init__(self, parts: Iterable[bytes], give_back: Callable[[], None]) -> None:
        self.parts, self.give_back = parts, give_back

    def __iter__(self) -> Iterator[bytes]:
        yield from self.parts

    def close(self) -> None:
        give_back, self.give_back = self.give_back, lambda: None
        give_back()


class TurnsMiddleware:
    """A long export lasts as long as its reader takes: some threads of the process stay free for pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.turns = Turns()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        most = settings.FILES_AT_ONCE
        if not most or kind_of(request) is not Kind.FILE or request.path.startswith(LIGHT):
            return self.get_response(request)
        network = client_network(request)
        if not self.turns.take(network, most=most):
            return refusal(request, "busy", status=503, retry_after=TRY_AGAIN_IN)
        is_lasting = False
        try:
            response = self.get_response(request)
            if is_lasting := response.streaming:
                response.streaming_content = Held(response.streaming_content, lambda: self.turns.give_back(network))
            return response
        finally:
            if not is_lasting:
                self.turns.give_back(network)
