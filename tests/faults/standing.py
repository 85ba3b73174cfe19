"""Runs commands of the site one after the other, each in a process of its own: `python -m tests.faults.standing`.

A line of JSON says which, at which moment and with which fault; a line with its status comes back: minus the signal
that killed it. Forking spares each run the two seconds of a start.
"""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - after the set-up
from django.utils import timezone  # noqa: E402 - after the set-up

from tests.faults.injecting import arm, install  # noqa: E402 - after the set-up
from tests.faults.settings import hurry  # noqa: E402 - after the set-up

install()
hurry()


@contextmanager
def clock_at(moment: datetime) -> Any:
    """The clock of this process stands still there."""
    timezone.now, before = (lambda: moment), timezone.now
    try:
        yield
    finally:
        timezone.now = before


def run(asked: dict[str, Any]) -> int:
    try:
        clock = clock_at(datetime.fromisoformat(asked["now"])) if asked.get("now") else nullcontext()
        with clock, arm(asked["fault"]):
            call_command(*asked["command"], stdout=io.StringIO())
    except BaseException as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    return 0


def main() -> None:
    for line in sys.stdin:
        if child := os.fork():
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            sys.stdout.write(f"{status}\n")
            sys.stdout.flush()
        else:
            os._exit(run(json.loads(line)))


if __name__ == "__main__":
    main()
