"""The machines of a campaign: a PostgreSQL of its own, the site, its worker, a mail server; all rows as prepared."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from tests.faults.asking import TOKEN, Act, Sent
from tests.faults.mail import MailServer
from tests.faults.settings import environment
from tests.machines import ROOT, Cluster, free_port

PATIENCE = 90  # seconds, on a machine that is busy
READY, USED = "ready", "solidaire"
SERVING = "solidaire_site"
MOST_CONNECTIONS = 20
# A killed process loses nothing that it has handed to the system, so the cluster does not wait for the disk; what it
# has not handed over yet, it keeps for itself as long as it may.
CLUSTER = ("fsync = off", "wal_writer_delay = '10s'", f"max_connections = {MOST_CONNECTIONS}", "max_wal_senders = 0",
           "wal_level = minimal", "file_copy_method = copy", "autovacuum = off")  # fmt: skip


class Ground:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cluster = Cluster(folder / "cluster")
        self.mail = MailServer()
        self.files = folder / "files"
        self.gunicorn: Any = None
        self.worker: Any = None
        self.port = free_port()
        self.set_cookies = ""  # by the last answer that led elsewhere

    @property
    def owner(self) -> str:
        return self.cluster.url

    @property
    def environment(self) -> dict[str, str]:
        return environment(
            cluster=self.cluster.folder,
            owner=self.owner,
            serving=self.owner.replace("postgres@", f"{SERVING}@"),
            folder=self.files,
            mail=self.mail.port,
        )

    def start_database(self) -> None:
        self.cluster.make().set(*CLUSTER).start()

    def keep_as_ready(self) -> None:
        """What stands in the database and among the files is what every fault begins with."""
        self.ask(f"DROP DATABASE IF EXISTS {READY}", f"ALTER DATABASE {USED} RENAME TO {READY}")
        self.files.mkdir(exist_ok=True)
        (self.files / "media").mkdir(exist_ok=True)
        (self.files / "media").rename(self.folder / "media-ready")

    def renew(self, *, is_touched: bool = True) -> None:
        """Database and files as prepared. The database is left as it is where nothing was done to it."""
        self.revive()
        if is_touched:
            self.ask(
                f"DROP DATABASE IF EXISTS {USED} WITH (FORCE)",
                f"CREATE DATABASE {USED} TEMPLATE {READY} STRATEGY file_copy",
            )
        shutil.rmtree(self.files)
        shutil.copytree(self.folder / "media-ready", self.files / "media")
        (self.files / "backups").mkdir()
        self.mail.behave("")

    def leave_one_plan(self, bulletin: int) -> None:
        self.ask(
            "UPDATE bulletins_schedule SET status = 'cancelled', ended_at = planned_at "
            f"WHERE status = 'pending' AND bulletin_id <> {bulletin}",
            database=USED,
        )

    def ask(self, *statements: str, database: str = "postgres") -> list[tuple]:
        connection = psycopg2.connect(self.owner.replace(f"/{USED}", f"/{database}"))
        connection.autocommit = True
        try:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def serve(self) -> None:
        told = os.environ | self.environment
        # A thread for each request, and the application loaded before the workers fork: as in production.
        command = [sys.executable, "-m", "gunicorn", "tests.faults.site:application", "--preload"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--threads", "4"]
        log = (self.folder / "site.log").open("w")
        self.gunicorn = subprocess.Popen(command, cwd=ROOT, env=told, stdout=log, stderr=log)
        # The worker makes a scratch database to read a backup again: it is given the account that may.
        standing = [sys.executable, "-m", "tests.faults.standing"]
        self.worker = subprocess.Popen(
            standing,
            cwd=ROOT,
            env=told | {"DATABASE_URL": self.owner},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(self.folder / "worker.log").open("w"),
            text=True,
        )
        self.heal()

    def send(self, sent: Sent, fault: dict[str, Any] | None = None) -> tuple[int, bytes]:
        """Status and text of the answer; 0 when none came."""
        headers = {"Cookie": sent.cookies, "Content-Type": sent.content_type, "X-CSRFToken": TOKEN}
        return self._asked(sent.path, sent.body, headers | self._armed(fault))

    def get(self, path: str, fault: dict[str, Any] | None = None, *, cookies: str = "") -> tuple[int, bytes]:
        return self._asked(path, None, {"Cookie": cookies} | self._armed(fault))

    def _armed(self, fault: dict[str, Any] | None) -> dict[str, str]:
        return {"X-Fault": json.dumps(fault)} if fault else {}

    def _asked(self, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        self.set_cookies = ""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, headers)
        try:
            with _opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            self.set_cookies = "; ".join(one.partition(";")[0] for one in refused.headers.get_all("Set-Cookie", []))
            with suppress(OSError):
                return refused.code, refused.read()
            return 0, b""
        except (OSError, ValueError):
            return 0, b""

    def run(self, act: Act, fault: dict[str, Any] | None = None, now: str = "") -> int:
        """The worker runs the act's command; its status, minus the signal that killed it."""
        asked = {"command": list(act.command), "now": now or act.now, "fault": fault}
        self.worker.stdin.write(json.dumps(asked) + "\n")
        self.worker.stdin.flush()
        return int(self.worker.stdout.readline())

    def revive(self) -> None:
        """What watches over a server starts it again when it is gone; one that recovers by itself is waited for."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if not self._is_alive():
                with suppress(subprocess.CalledProcessError):
                    self.cluster.start()
            with suppress(psycopg2.Error):
                self.ask("SELECT 1")
                return
            time.sleep(0.05)
        raise AssertionError(f"The database does not come back:\n{(self.cluster.folder / 'log').read_text()[-2000:]}")

    def _is_alive(self) -> bool:
        try:
            pid = int((self.cluster.folder / "postmaster.pid").read_text().partition("\n")[0])
            return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        except (OSError, ValueError, psutil.Error):
            return False

    def heal(self) -> None:
        """Until the site answers again, by itself."""
        self.revive()
        end = time.monotonic() + PATIENCE
        while (answer := self.get("/healthz"))[0] != 200:
            assert time.monotonic() < end, f"The site does not come back ({answer[0]}): {self._log()}"
            time.sleep(0.05)

    def _log(self) -> str:
        return (self.folder / "site.log").read_text(errors="replace")[-1500:]

    def stop(self) -> None:
        for process in filter(None, (self.gunicorn, self.worker)):
            process.terminate()
            process.wait(timeout=PATIENCE)
        self.cluster.stop()
        self.mail.stop()

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """The whole server, as a standby that has not been promoted."""
        self._set("default_transaction_read_only = on")
        try:
            yield
        finally:
            self._set("default_transaction_read_only = off")

    def _set(self, setting: str) -> None:
        self.ask("SET default_transaction_read_only = off", f"ALTER SYSTEM SET {setting}", "SELECT pg_reload_conf()")
        name, _, value = setting.partition(" = ")
        end = time.monotonic() + PATIENCE
        while self.ask(f"SELECT reset_val FROM pg_settings WHERE name = '{name}'") != [(value,)]:
            assert time.monotonic() < end, setting
            time.sleep(0.01)

    @contextmanager
    def no_connection_left(self) -> Iterator[None]:
        """Others hold every connection that the server gives, those that it keeps for administrators included."""
        held: list[Any] = []
        with suppress(psycopg2.OperationalError):
            while len(held) <= MOST_CONNECTIONS:
                held.append(psycopg2.connect(self.owner))
        try:
            yield
        finally:
            for one in held:
                one.close()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What was answered to the act is the redirection itself."""

    def redirect_request(self, *args: Any, **options: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)
