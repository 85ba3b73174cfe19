"""Which archives are kept, and the one that is made each night."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from config.backups.refusing import BackupRefused
from config.backups.saving import PREFIX, SUFFIX, save
from french.wording import counted

NIGHTLY_AT = time(2, 30)
ALWAYS_KEPT = 3  # however old: a site that was asleep for a year must not lose its last ones


def kept(folder: Path) -> list[Path]:
    """The archives of a folder, the latest first; their names hold their moment."""
    return sorted(folder.glob(f"{PREFIX}*{SUFFIX}*"), key=lambda path: path.name, reverse=True)


def prune(folder: Path, *, now: datetime, days: int) -> list[Path]:
    """Delete the archives that are older, but for the last three. What was deleted."""
    before = now - timedelta(days=days)
    old = [path for path in kept(folder)[ALWAYS_KEPT:] if path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink()
    return old


def save_nightly(now: datetime) -> str:
    """What the worker does each night, where BACKUP_FOLDER is set."""
    if not settings.BACKUP_FOLDER:
        return "Pas de sauvegarde : BACKUP_FOLDER n’est pas défini."
    folder = Path(settings.BACKUP_FOLDER)
    try:
        path = save(folder, now=now, key=settings.BACKUP_KEY)
    except BackupRefused as refused:
        note(Kind.BACKUP_FAILED, by=None, told=str(refused))
        raise
    gone = prune(folder, now=now, days=settings.BACKUP_KEPT_DAYS)
    note(Kind.BACKED_UP, by=None, told=f"{path.name}, vérifiée")
    return f"{path.name} faite et vérifiée ; {counted(len(gone), 'ancienne effacée', 'anciennes effacées')}."
