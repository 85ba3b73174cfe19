"""Save the database and the files in one archive, and give it back once to a scratch database to see that it holds."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.utils import timezone
from psycopg2.extensions import ISOLATION_LEVEL_REPEATABLE_READ

from config.backups import databases, programs
from config.backups.archive import PART, Manifest, extract, read, write
from config.backups.refusing import BackupRefused
from config.backups.sealing import seal

PREFIX, SUFFIX = "solidaire-", ".tar"
UNFINISHED = ".en-cours-"
SCRATCH, SCRATCH_MOMENT = "solidaire_verification_", "%Y%m%d%H%M%S%f"
ABANDONED_AFTER = timedelta(days=1)  # no backup takes that long: whoever made it was killed


def save(folder: Path, *, now: datetime, verify: bool = True, key: str = "") -> Path:
    """The path of the archive. Rows and counts are of one moment, whatever is written meanwhile.

    The files are copied after the database: each row's file is there, and a file whose row came later does no harm.
    Raises BackupRefused, and leaves no half archive.
    """
    local = timezone.localtime(now)
    path = folder / f"{PREFIX}{local:%Y-%m-%dT%H%M%S}{SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        with TemporaryDirectory(dir=folder, prefix=UNFINISHED) as scratch:
            dump = Path(scratch) / "database.dump"
            manifest = _dumped(dump, made_at=local)
            write(path, manifest=manifest, dump=dump, media=Path(settings.MEDIA_ROOT))
        if verify:
            check(path)
    except OSError as full:
        with suppress(OSError):
            path.unlink()
        raise BackupRefused(f"Impossible d’écrire dans {folder} : {full.strerror}.") from full
    except BackupRefused:
        path.unlink(missing_ok=True)
        raise
    return seal(path, key) if key else path


def sweep(folder: Path) -> None:
    """Remove what killed backups have left a day ago or earlier: half archives, scratch folders and databases.

    By the clock of the machine, which gave files their times and scratch databases their names.
    """
    before = timezone.now() - ABANDONED_AFTER
    for path in (*folder.glob(f"{UNFINISHED}*"), *folder.glob(f"*{PART}")):
        with suppress(FileNotFoundError):  # another backup sweeps too
            if path.stat().st_mtime < before.timestamp():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name in databases.own(SCRATCH):
        if name < _scratch_name(before):
            databases.drop(name)


def _scratch_name(moment: datetime) -> str:
    return f"{SCRATCH}{moment.astimezone(UTC):{SCRATCH_MOMENT}}"


def check(path: Path) -> Manifest:
    """Read every byte, give the database back under another name, count its rows, and drop it. Raises BackupRefused."""
    manifest = read(path)
    name = _scratch_name(timezone.now())
    with TemporaryDirectory(dir=path.parent, prefix=UNFINISHED) as scratch:
        dump = Path(scratch) / "database.dump"
        extract(path, dump=dump, media=Path(scratch) / "media")
        databases.create(name)
        try:
            fill(name, dump, manifest)
        finally:
            databases.drop(name)
    return manifest


def fill(name: str, dump: Path, manifest: Manifest) -> None:
    """The dumped rows in an empty database, counted. Raises BackupRefused."""
    with databases.reached(name) as cursor:
        version = cursor.connection.server_version
    programs.run(
        "pg_restore",
        *("--no-owner", "--no-privileges", "--exit-on-error", "--dbname", name, dump),
        server_version=version,
        connection=databases.parameters(name),
    )
    with databases.reached(name) as cursor:
        rows = databases.counted(cursor)
    if rows != manifest.tables:
        table = next(name for name in rows.keys() | manifest.tables if rows.get(name) != manifest.tables.get(name))
        found, wanted = rows.get(table, 0), manifest.tables.get(table, 0)
        raise BackupRefused(f"La sauvegarde ne se restaure pas : {found} lignes au lieu de {wanted} dans {table}.")


def _dumped(dump: Path, *, made_at: datetime) -> Manifest:
    with databases.reached() as cursor:
        cursor.connection.set_session(ISOLATION_LEVEL_REPEATABLE_READ, readonly=True, autocommit=False)
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        rows = databases.counted(cursor)
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        migrations = [name for (name,) in cursor.fetchall()]
        version = cursor.connection.server_version
        programs.run(
            "pg_dump",
            *("--format=custom", "--no-owner", "--no-privileges", "--snapshot", snapshot, "--file", dump),
            server_version=version,
            connection=databases.parameters(),
        )
    return Manifest(made_at=made_at.isoformat(), server_version=version, migrations=migrations, tables=rows)
