"""The migrated tables of a run: the process that comes first makes them, the others copy its database.

Migrating takes a process a quarter of a minute, copying what it made half a second.
"""

from __future__ import annotations

import fcntl
from pathlib import Path

from django.db import connection
from psycopg2 import sql

from config.backups import databases


class Migrated:
    """`folder` is one that the processes of this run share, and no other run."""

    def __init__(self, folder: Path) -> None:
        self._told = folder / "migrated"
        self._lock = (folder / "migrated.lock").open("w")
        self._made = ""

    def wait(self) -> str:
        """Until no other process migrates or copies. The name of the database to copy, or none: then migrate."""
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        return self._told.read_text() if self._told.exists() else ""

    def keep(self) -> None:
        """What this process has migrated is there for the others. Called before it writes anything else."""
        name = connection.settings_dict["NAME"]
        connection.close()  # nobody may be connected to a database that is copied
        made = f"{name}_migrated"
        databases.drop(made)
        with databases.reached(databases.MAINTENANCE) as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (made, name))))
        self._told.write_text(made)
        self._made = made

    def let_others(self) -> None:
        fcntl.flock(self._lock, fcntl.LOCK_UN)

    def end(self) -> None:
        """Nothing of it is left. A process that were to come now would migrate."""
        if self._made:
            self.wait()
            self._told.unlink()
            databases.drop(self._made)
        self._lock.close()
