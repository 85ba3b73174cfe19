"""The real server on loopback, as in production: gunicorn, one process tree, known and ended by its pid."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

import psutil

ROOT = Path(__file__).resolve().parent.parent
SECRET = "cle-du-banc-d-essai-sur-la-boucle-locale-seulement-sans-aucun-secret"
HOST = "127.0.0.1"
# Longer than in production, where 60 s end a request: a slow answer is to be measured, not cut.
TIMEOUT = 600
THREADS = ("--worker-class", "gthread", "--threads", "4")  # as docker-entrypoint.sh has them
ONE_WORKER = ("--workers", "1", *THREADS)
STARTS_WITHIN = 120


def environment(url: str, **more: str) -> dict[str, str]:
    """Of a server in production; the answers of a proxy in front of it are taken for granted."""
    return {
        **os.environ,
        "SOLIDAIRE_ENV": "production",
        "DJANGO_SETTINGS_MODULE": "bench.site.settings",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "DATABASE_URL": url,
        "MEDIA_ROOT": str(ROOT / ".bench" / "media"),
        "DIRECTORY_INDEX_FILE": str(ROOT / ".bench" / "index" / urlsplit(url).path.strip("/")),
        "PYTHONPATH": str(ROOT),
        "LOG_LEVEL": "ERROR",
        # One visitor stands for all, and asks for what it measures as often as it can.
        "VISITS_PER_MINUTE": "0",
        "FILES_AT_ONCE": "0",
        "PUBLIC_STATEMENT_SECONDS": "0",
        **more,
    }


def collect_static() -> None:
    """Hashed and compressed files, as the image of production has them."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment("postgresql://absente"), check=True)


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return found.getsockname()[1]


class Server:
    """`with Server(url) as server:`; `options` go to gunicorn (`--workers 2`, `--threads 4`)."""

    def __init__(self, url: str, *options: str, **more: str) -> None:
        self.port = free_port()
        self.answers_by = ""  # "index" or "sql"
        self._options = options or ONE_WORKER
        self._environment = environment(url, **more)
        self._log = ROOT / ".bench" / "serveur.log"

    def __enter__(self) -> Server:
        self._log.parent.mkdir(exist_ok=True)
        command = [
            sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"{HOST}:{self.port}",
            "--timeout", str(TIMEOUT), "--preload", "--worker-tmp-dir", "/dev/shm", *self._options,
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdout=subprocess.DEVNULL, stderr=self._log.open("w")
        )
        self._wait()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            for process in [*self.workers, psutil.Process(self.process.pid)]:
                process.kill()
            self.process.wait()

    @property
    def workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()

    def _wait(self) -> None:
        """Until it answers, and each worker by its index where it has one (asked often enough to reach them all)."""
        until = time.monotonic() + STARTS_WITHIN
        while self._ask("/healthz") != "ok":
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The server does not answer; its log ends:\n{self._log.read_text()[-2000:]}")
            time.sleep(0.1)
        for _ in range(8 * len(self.workers)):
            self.answers_by = self._ask("/_banc/pret/")

    def _ask(self, path: str) -> str:
        """The text of a page on a connection of its own; empty while nobody answers."""
        connection = HTTPConnection(HOST, self.port, timeout=TIMEOUT)
        try:
            connection.request("GET", path, headers={"X-Forwarded-Proto": "https"})
            return connection.getresponse().read().decode()
        except OSError:
            return ""
        finally:
            connection.close()
