"""Asking a server and timing the whole answer, in milliseconds; each figure beside the floor measured with it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException

from bench.serving import HOST, TIMEOUT

# What a browser sends through the proxy in front of the site.
HEADERS = {"X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}


class UnexpectedAnswer(Exception):
    """Neither a page nor what was asked for: timing it would tell nothing."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    milliseconds: float
    location: str = ""


class Client:
    """One connection, kept where the server keeps it."""

    def __init__(self, port: int, *, cookie: str = "", host: str = HOST) -> None:
        self._connection = HTTPConnection(host, port, timeout=TIMEOUT)
        self._headers = HEADERS | ({"Cookie": cookie} if cookie else {})

    def get(self, path: str, **headers: str) -> Answer:
        started = time.perf_counter()
        try:
            return self._ask(path, headers, started)
        except (HTTPException, ConnectionError):
            self._connection.close()  # the server had closed it meanwhile: once more on a new one
            return self._ask(path, headers, started)

    def _ask(self, path: str, headers: dict[str, str], started: float) -> Answer:
        self._connection.request("GET", path, headers=self._headers | headers)
        answer = self._connection.getresponse()
        body = answer.read()
        spent = (time.perf_counter() - started) * 1000
        return Answer(answer.status, body, spent, answer.getheader("Location", ""))

    def page(self, path: str, *, plain: bool = False) -> Answer:
        """A page that is there; uncompressed where somebody is to read it."""
        answer = self.get(path, **({"Accept-Encoding": "identity"} if plain else {}))
        if answer.status != 200:
            raise UnexpectedAnswer(f"{path} : {answer.status} {answer.location}")
        return answer


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


@dataclass(frozen=True)
class Figures:
    """Of one case; `floor` is what the floor took between the same requests."""

    p50: float
    p95: float
    samples: int
    floor_p50: float = 0
    floor_p95: float = 0
    bytes: int = 0

    @property
    def ratio(self) -> float:
        return self.p50 / self.floor_p50

    @property
    def ratio_p95(self) -> float:
        return self.p95 / self.floor_p95

    def as_dict(self) -> dict:
        return asdict(self)


def figures_of(times: Sequence[float], floor: Sequence[float] = (), size: int = 0) -> Figures:
    floors = (percentile(floor, 0.5), percentile(floor, 0.95)) if floor else (0, 0)
    values = (percentile(times, 0.5), percentile(times, 0.95), len(times), *floors)
    return Figures(*(round(value, 3) for value in values), bytes=size)


def time_pages(
    client: Client,
    paths: Sequence[str],
    *,
    floor: Sequence[str] = (),
    seconds: float = 4,
    fewest: int = 3,
    most: int = 80,
    rounds: int = 1,
) -> Figures:
    """Ask each page in turn, the floor after each, so that both bear the same load of the machine.

    Of two floor pages the second counts: the first finds the processor's caches full of the page before. Each page is
    asked `rounds` times before anything counts. At least `fewest` answers are timed, however long it takes.
    """
    size = 0
    for _ in range(rounds):
        started = time.perf_counter()
        for path in paths:
            size = len(client.page(path).body)
            if time.perf_counter() - started > seconds:
                break  # so slow that nothing is left to warm up
    times: list[float] = []
    floors: list[float] = []
    started = time.perf_counter()
    while len(times) < fewest or (len(times) < most and time.perf_counter() - started < seconds):
        times.append(client.page(paths[len(times) % len(paths)]).milliseconds)
        if floor:
            client.page(floor[len(times) % len(floor)])
            floors.append(client.page(floor[len(times) % len(floor)]).milliseconds)
    return figures_of(times, floors, size)
