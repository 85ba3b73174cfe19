"""Asks the site, undoes what was done, and keeps what it could not answer."""

from __future__ import annotations

import os
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase
from hypothesis.errors import NonInteractiveExampleWarning

ROOT = Path(__file__).resolve().parents[3]
SEED = int(os.environ.get("FUZZ_SEED", "62"))
SLOW = 2.0  # seconds; told, never asserted: the machine may be busy


def requests(share: float, *, slice_of: int) -> int:
    """How many to send: a share of REQUESTS in a campaign, `slice_of` in the suite."""
    return max(1, round(share * int(os.environ["FUZZ_REQUESTS"]))) if "FUZZ_REQUESTS" in os.environ else slice_of


def drawn(count: int, *strategies: Any) -> Callable[[Callable[..., None]], None]:
    """Runs the function on `count` examples of the strategies, always the same ones for one seed."""

    def run(sends: Callable[..., None]) -> None:
        told = hypothesis.settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NonInteractiveExampleWarning)
            hypothesis.seed(SEED)(told(hypothesis.given(*strategies)(sends)))()

    return run


class Asked:
    """A client, and what became of all that it asked: `faults` by the line of ours that failed, with one example."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.statuses: Counter[int] = Counter()
        self.faults: dict[str, str] = {}
        self.slow: list[tuple[float, str]] = []
        self._raised = ""

    def __enter__(self) -> Asked:
        got_request_exception.connect(self._note)
        return self

    def __exit__(self, *what: object) -> None:
        got_request_exception.disconnect(self._note)

    def send(self, method: str, path: str, body: bytes = b"", content_type: str = "", **more: Any) -> None:
        """One request whose rows are undone. What is streamed is read to its end."""
        self._raised = ""
        told = f"{method} {path} {content_type} {more or ''} {body[:300]!r}"
        started = time.perf_counter()
        with transaction.atomic():
            response = self.client.generic(method, path, body, content_type=content_type, **more)
            try:
                if response.streaming:
                    b"".join(response)
            except Exception as error:
                self._raised = where(error)
            for close in response._resource_closers:  # `close()` would end the transaction with the request
                close()
            transaction.set_rollback(True)
        taken = time.perf_counter() - started
        self.statuses[response.status_code] += 1
        if taken > SLOW:
            self.slow.append((taken, told))
        if self._raised or response.status_code >= 500:
            self.faults.setdefault(self._raised or f"{response.status_code}", told)

    def told(self) -> str:
        statuses = ", ".join(f"{status} × {count}" for status, count in sorted(self.statuses.items()))
        slow = "".join(f"\n  {taken:.1f} s: {told[:300]}" for taken, told in sorted(self.slow, reverse=True)[:20])
        total = sum(self.statuses.values())
        return f"{total} requests, {len(self.faults)} faults, {len(self.slow)} slow ({statuses}){slow}"

    def _note(self, sender: object, request: object = None, **kwargs: object) -> None:
        self._raised = where(sys.exc_info()[1])


def where(error: BaseException | None) -> str:
    """The error and the last lines of ours that it came through."""
    if error is None:
        return "unknown"
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(str(ROOT)) and ".venv" not in frame.filename]
    lines = " ← ".join(f"{Path(frame.filename).relative_to(ROOT)}:{frame.lineno}" for frame in reversed(ours[-3:]))
    last = frames[-1] if frames else None
    return f"{type(error).__name__}: {str(error)[:120]} ({lines or last})"
