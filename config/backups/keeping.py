"""Which archives are kept, and the one that is made each night."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

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


def gone_on(now: datetime) -> list[tuple[str, date | None]]:
    """Each archive of the site's own folder, with the day after which the night deletes it.

    The last three stay however old: the day holds as long as the nights go on saving.
    """
    if not settings.BACKUP_FOLDER:
        return []
    days = timedelta(days=settings.BACKUP_KEPT_DAYS)
    made = [
        (path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)) for path in kept(Path(settings.BACKUP_FOLDER))
    ]
    return [(name, timezone.localdate(max(moment + days, now)) + timedelta(days=1)) for name, moment in made]


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
