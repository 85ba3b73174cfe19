"""The worker as a process of its own, on the database of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30  # seconds, on a machine that is busy


@contextmanager
def start_worker(*arguments: str, before: str = "", **environment: str) -> Iterator[subprocess.Popen]:
    """Gone at the end, whatever happens. `before` is Python that runs in it first: where a test cuts the power."""
    script = (
        "import os, signal, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; django.setup()\n"
        f"{before}\n"
        "from django.core.management import call_command\n"
        f"call_command('travail', *{list(arguments)!r})\n"
    )
    told = {**os.environ, "DATABASE_URL": database_url(), "SITE_URL": "", **environment}
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=told, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def run_worker(*arguments: str, before: str = "", **environment: str) -> int:
    """Its exit status; minus the signal that killed it."""
    with start_worker(*arguments, before=before, **environment) as process:
        return process.wait(PATIENCE)


def wait_until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"{what} : attendu en vain pendant {PATIENCE} s.")


def database_url(name: str = "") -> str:
    """Of the tests’ own database, or of another one beside it."""
    own = connection.settings_dict
    options = {"host": own["HOST"] or own["OPTIONS"].get("host", "")}
    return f"postgresql://{own['USER']}:{own['PASSWORD']}@/{name or own['NAME']}?{urlencode(options)}"
