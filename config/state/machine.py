"""Room on the disks, and which programs run."""

from __future__ import annotations

import platform
import shutil
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

from config.state import thresholds
from config.state.lines import Level, Line
from documents.confinement import Hold, measured
from french.wording import NBSP, number


def disks() -> list[Line]:
    """Where the site writes, each disk once."""
    places = {"Fichiers": settings.MEDIA_ROOT, "Programme et base intégrée": settings.BASE_DIR}
    if settings.BACKUP_FOLDER:
        places["Sauvegardes"] = settings.BACKUP_FOLDER
    found: dict[tuple[int, int], tuple[list[str], int, int]] = {}
    for label, folder in places.items():
        path = next(one for one in (Path(folder), *Path(folder).resolve().parents) if one.exists())
        usage = shutil.disk_usage(path)
        key = (path.stat().st_dev, usage.total)
        found.setdefault(key, ([], usage.free, usage.total))[0].append(label)
    return [disk(", ".join(labels).lower(), free=free, total=total) for labels, free, total in found.values()]


def disk(label: str, *, free: int, total: int) -> Line:
    share = free / total if total else 0
    level = Level.GOOD
    if share < thresholds.DISK_FULL or free < thresholds.DISK_FULL_BYTES:
        level = Level.ACT
    elif share < thresholds.DISK_LOW or free < thresholds.DISK_LOW_BYTES:
        level = Level.WATCH
    told = f"{size(free)} libres sur {size(total)} ({round(100 * share)}{NBSP}%)."
    to_do = "" if level is Level.GOOD else "Libérez de la place ou agrandissez ce disque : plein, plus rien ne s’écrit."
    return Line(level, f"Espace disque ({label})", told, to_do)


def versions() -> Line:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (server,) = cursor.fetchone()
    told = (
        f"Python {platform.python_version()}, Django {django.get_version()}, PostgreSQL {server.partition(' ')[0]}, "
        f"psycopg2 {version('psycopg2-binary')}, WeasyPrint {version('weasyprint')}."
    )
    return Line(Level.GOOD, "Versions", told)


def readers() -> list[Line]:
    """What holds the processes that read documents: one is started and asked."""
    return [held(measured())]


def held(holds: list[Hold]) -> Line:
    told = f"Enfermée par{NBSP}: {', '.join(hold.told for hold in holds if hold.is_active)}."
    absent = [hold for hold in holds if not hold.is_active]
    if absent:
        told += f" Il manque{NBSP}: {', '.join(hold.told for hold in absent)}."
    level, to_do = Level.GOOD, ""
    if any(hold.is_needed for hold in absent):
        level, to_do = Level.ACT, "N’importez plus de document reçu de l’extérieur avant d’avoir compris pourquoi."
    elif any(hold.is_filter for hold in absent):
        level, to_do = Level.WATCH, "Sous Linux, servez le site avec un noyau et un conteneur qui acceptent seccomp."
    return Line(level, "Lecture des documents", told, to_do)


def size(count: int) -> str:
    """“1,5 Go”."""
    for unit, length in (("To", 10**12), ("Go", 10**9), ("Mo", 10**6)):
        if count >= length:
            return f"{number(round(Decimal(count) / length, 1))}{NBSP}{unit}"
    return f"{count // 1000}{NBSP}ko"
