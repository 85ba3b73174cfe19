"""Counted browser journeys of officer and editor: `make parcours`.

A server of its own, with the demonstration in a database of its own that is thrown away, and a real Chromium. Each
click and each key is counted; the time is a model, not a person: 0,28 s a key, 1,2 s a click (the pointing included),
1,35 s a look at something that must be judged (Card, Moran and Newell’s keystroke-level model), and the waits as they
were measured here, a busy machine included. What was written is read back from the database: a journey that leaves
something out fails.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psycopg2  # noqa: E402 - after the path of the project
from playwright.sync_api import sync_playwright  # noqa: E402 - likewise

from bench.journeys.bulletin import write_bulletin  # noqa: E402 - likewise
from bench.journeys.hand import Hand, started_browser  # noqa: E402 - likewise
from bench.journeys.initiative import write_initiative  # noqa: E402 - likewise
from config.database import embedded_database_url  # noqa: E402 - likewise

NAME = "solidaire_parcours"
LONGEST_START = 240  # seconds, on a machine that does other work


def main() -> int:
    with demonstration() as (address, database), sync_playwright() as playwright:
        browser = started_browser(playwright)
        try:
            initiative = write_initiative(Hand(browser, address, "redaction"), database)
            say("initiative", initiative)
            bulletin = write_bulletin(Hand(browser, address, "edition"), database)
            say("bulletin", bulletin)
        finally:
            browser.close()
    sys.stdout.write(f"parcours: initiative {initiative.summary}; bulletin {bulletin.summary}\n")
    return 0


def say(name: str, hand: Hand) -> None:
    sys.stdout.write(f"{name}: {hand.told}\n")
    sys.stdout.flush()


@contextmanager
def demonstration() -> Iterator[tuple[str, str]]:
    """The address of a server on a free port, and the URL of its database; both are gone afterwards."""
    url = embedded_database_url()
    drop_database(url)
    own = embedded_database_url(name=NAME)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "DATABASE_URL": own}
    python = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*python, "demonstration", "--prepare-only"], check=True, env=environment, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [*python, "runserver", f"127.0.0.1:{port}", "--noreload", "--skip-checks"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", server)
        yield f"http://127.0.0.1:{port}", own
    finally:
        server.terminate()
        server.wait(timeout=30)
        drop_database(url)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise SystemExit("Le serveur de la démonstration n’a pas répondu.")


def drop_database(url: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
