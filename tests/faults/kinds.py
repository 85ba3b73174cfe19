"""The faults that strike within the site's process: at a point of an act, or all through it."""

from __future__ import annotations

import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg2
from django.db import connection

PATIENCE = 60  # seconds, on a machine that is busy
BOTH, OTHER = 7_105_001, 7_105_002  # advisory locks of nobody else


def _nothing() -> None:
    """Most faults are over with the request."""


@dataclass(frozen=True)
class Strike:
    """`relieve` ends, after the request, what would last longer than it."""

    strike: Callable[[], None]
    relieve: Callable[[], None] = _nothing


def kill_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_backend() -> None:
    """The process of PostgreSQL that serves us: the server then throws all its memory away and recovers."""
    _signal_backend(signal.SIGKILL)


def cut_connection() -> None:
    """As an administrator, a proxy or a network does it: the server itself lives on."""
    _signal_backend(signal.SIGTERM)


def _signal_backend(number: int) -> None:
    backend = psutil.Process(_backend())
    backend.send_signal(number)
    psutil.wait_procs([backend], timeout=PATIENCE)


def kill_server() -> None:
    """Somebody starts it again: the campaign does, as systemd or a container would."""
    pid = int((Path(os.environ["FAULTS_CLUSTER"]) / "postmaster.pid").read_text().partition("\n")[0])
    postmaster = psutil.Process(pid)
    gone = [postmaster, *postmaster.children()]
    postmaster.send_signal(signal.SIGKILL)
    psutil.wait_procs(gone, timeout=PATIENCE)


def fill_disk_of_database() -> None:
    """The system refuses to our server process each byte that it would write, as a full disk does.

    No right is needed for that, nor a disk that could be filled: an account may limit its own processes.
    """
    backend = psutil.Process(_backend())
    if child := os.fork():
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, "the server process cannot be limited"
        return
    try:
        if os.geteuid() == 0:
            os.setgid(backend.gids().real)
            os.setuid(backend.uids().real)
        resource.prlimit(backend.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    except BaseException:
        os._exit(1)
    os._exit(0)


def fill_disk_of_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def _disk_is_free() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def forbid_writing() -> None:
    with connection.wrap_database_errors, _raw().cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        cursor.execute("SET transaction_read_only = on")


def cut_slow_query() -> None:
    with connection.wrap_database_errors, _raw().cursor() as cursor:
        cursor.execute("SET statement_timeout = '20ms'")
        try:
            cursor.execute("SELECT pg_sleep(5)")
        finally:
            if connection.get_autocommit():
                cursor.execute("SET statement_timeout = 0")


def wait_for_a_lock() -> None:
    """Someone else holds it for longer than we may wait."""
    with _another() as other, connection.wrap_database_errors, _raw().cursor() as cursor:
        other.execute("SELECT pg_advisory_lock(%s)", [BOTH])
        cursor.execute("SET lock_timeout = '20ms'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BOTH])


def run_into_a_deadlock() -> None:
    """Two transactions wait for each other; PostgreSQL ends ours, which notices first."""
    with _another() as other, connection.wrap_database_errors, _raw().cursor() as cursor:
        pid = other.connection.get_backend_pid()
        other.execute("SET deadlock_timeout = '60s'; SELECT pg_advisory_lock(%s)", [OTHER])
        cursor.execute("SELECT pg_advisory_lock(%s)", [BOTH])
        waiting = threading.Thread(target=_asks_for, args=(other, BOTH))
        waiting.start()
        try:
            _until_waiting(pid)
            cursor.execute("SELECT pg_advisory_lock(%s)", [OTHER])
        finally:
            psutil.Process(pid).send_signal(signal.SIGTERM)  # our own lock goes with our connection
            waiting.join(PATIENCE)


def _asks_for(cursor: Any, lock: int) -> None:
    with suppress(psycopg2.Error):
        cursor.execute("SELECT pg_advisory_lock(%s)", [lock])


def _until_waiting(pid: int) -> None:
    with _another() as third:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            third.execute("SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted", [pid])
            if third.fetchone():
                return
            time.sleep(0.005)


@contextmanager
def _another() -> Iterator[Any]:
    """Another connection, of the account that may all."""
    other = psycopg2.connect(os.environ["FAULTS_OWNER"])
    other.autocommit = True
    try:
        yield other.cursor()
    finally:
        other.close()


def _raw() -> Any:
    connection.ensure_connection()
    return connection.connection


def _backend() -> int:
    return _raw().get_backend_pid()


@contextmanager
def broken_printer() -> Iterator[None]:
    """WeasyPrint fails on every document."""
    import weasyprint

    def fails(*args: Any, **options: Any) -> Any:
        raise RuntimeError("WeasyPrint")

    before = weasyprint.HTML.render
    weasyprint.HTML.render = fails
    try:
        yield
    finally:
        weasyprint.HTML.render = before


@contextmanager
def broken_fonts() -> Iterator[None]:
    """Each font file stops in the middle."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    before = URLFetcher.fetch

    def cut(self: Any, url: str, *args: Any, **options: Any) -> Any:
        response = before(self, url, *args, **options)
        if not url.endswith(".woff2"):
            return response
        font = response.read()
        return URLFetcherResponse(url, font[: len(font) // 2])

    URLFetcher.fetch = cut
    try:
        yield
    finally:
        URLFetcher.fetch = before


AT_POINTS = {
    "process-killed": Strike(kill_process),
    "backend-killed": Strike(kill_backend),
    "server-killed": Strike(kill_server),
    "connection-cut": Strike(cut_connection),
    "database-disk-full": Strike(fill_disk_of_database),
    "files-disk-full": Strike(fill_disk_of_files, _disk_is_free),
    "read-only": Strike(forbid_writing),
    "slow-query": Strike(cut_slow_query),
    "lock-timeout": Strike(wait_for_a_lock),
    "deadlock": Strike(run_into_a_deadlock),
}
THROUGHOUT = {"printer-broken": broken_printer, "fonts-broken": broken_fonts}
