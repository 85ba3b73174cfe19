"""What the journal tells of backups and of the nightly verification."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from backoffice.history import moment
from backoffice.journal.kinds import Kind
from backoffice.models import JournalLine
from config.backups.keeping import NIGHTLY_AT, kept
from config.state import thresholds
from config.state.lines import Level, Line, lasted, level_of
from config.state.machine import size
from french.wording import counted

BACKUPS, VERIFICATION = "Sauvegardes", "Vérification de la base"
SAVE_NOW = "Lancez « manage.py sauvegarder » et lisez ce qu’il répond."


def backups(now: datetime) -> Line:
    if not settings.BACKUP_FOLDER:
        level = Level.ACT if settings.PRODUCTION else Level.WATCH
        return Line(
            level, BACKUPS, "Aucune : BACKUP_FOLDER n’est pas défini.", "Nommez-y un dossier d’un autre disque."
        )
    stats = [path.stat() for path in kept(Path(settings.BACKUP_FOLDER))]
    line = JournalLine.objects.filter(kind__in=(Kind.BACKED_UP, Kind.BACKUP_FAILED)).first()
    return saved(now, archives=[(stat.st_mtime, stat.st_size) for stat in stats], line=line)


def saved(now: datetime, *, archives: list[tuple[float, int]], line: JournalLine | None) -> Line:
    """`archives` are (moment, bytes), the latest first; `line` is the last of the journal that tells of one."""
    if line is not None and line.kind == Kind.BACKUP_FAILED:
        return Line(Level.ACT, BACKUPS, f"La dernière a échoué, le {moment(line.at)} : {line.told}", SAVE_NOW)
    if not archives:
        return Line(Level.ACT, BACKUPS, "Aucune n’a encore été faite.", SAVE_NOW)
    age = now - datetime.fromtimestamp(archives[0][0], now.tzinfo)
    level = level_of(age, watch=thresholds.NIGHTLY_LATE, act=thresholds.NIGHTLY_LOST)
    is_verified = line is not None and ", vérifiée" in line.told
    if not is_verified and level is Level.GOOD:
        level = Level.WATCH
    verified = "vérifiée" if is_verified else "non vérifiée"
    hour = f"{NIGHTLY_AT:%-H}\u00a0h\u00a0{NIGHTLY_AT:%M}"
    told = (
        f"La dernière a {lasted(age)} ({size(archives[0][1])}), {verified} ; "
        f"{counted(len(archives), 'gardée', 'gardées')}. La prochaine est faite à {hour}."
    )
    return Line(level, BACKUPS, told, "" if level is Level.GOOD else SAVE_NOW)


def verification(now: datetime) -> Line:
    line = JournalLine.objects.filter(kind__in=(Kind.VERIFIED, Kind.VERIFICATION_FAILED)).first()
    again = "Lancez « manage.py verifier »."
    if line is None:
        return Line(Level.WATCH, VERIFICATION, "Elle n’a jamais été faite.", again)
    if line.kind == Kind.VERIFICATION_FAILED:
        to_do = "Lisez « manage.py verifier » en entier, puis docs/exploitation.md."
        return Line(Level.ACT, VERIFICATION, f"Le {moment(line.at)} : {line.told}", to_do)
    level = level_of(now - line.at, watch=thresholds.NIGHTLY_LATE, act=thresholds.NIGHTLY_LOST)
    return Line(level, VERIFICATION, f"Le {moment(line.at)} : {line.told}.", "" if level is Level.GOOD else again)
