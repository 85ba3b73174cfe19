"""All lines of “État du service”, and what the worker leaves of them for the first page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from backoffice.models import PeriodicWork
from config.state import thresholds
from config.state.database import replicas, server
from config.state.keeping import backups, verification
from config.state.lines import Level, Line
from config.state.machine import disks, readers, versions
from config.state.worker import BEAT, last_beat, nightly, queue, turning
from french.wording import counted


def watched(now: datetime) -> list[Line]:
    """What may go wrong, but for the worker itself: it is the worker that looks."""
    return [
        *_measured("Espace disque", disks),
        *_measured("Base de données", lambda: [server()]),
        *_measured("Copies de la base", replicas),
        *_measured("Travaux de la nuit", lambda: nightly(now)),
        *_measured("File d’attente", lambda: queue(now)),
        *_measured("Sauvegardes", lambda: [backups(now)]),
        *_measured("Vérification de la base", lambda: [verification(now)]),
    ]


def _measured(label: str, measure: Callable[[], list[Line]]) -> list[Line]:
    """What cannot be measured is itself in trouble; the other lines are shown."""
    try:
        return measure()
    except Exception as error:  # of a disk, of the database, of a program that is not there
        told = f"Impossible à mesurer : {type(error).__name__} : {error}"
        return [Line(Level.ACT, label, told, "Lisez le journal du programme au même moment.")]


def lines(now: datetime) -> list[Line]:
    """What is red first, then orange; in the order of the page otherwise."""
    rank = {Level.ACT: 0, Level.WATCH: 1, Level.GOOD: 2}
    # A process is started for that: not once a minute.
    found = [turning(now, last_beat()), *watched(now), *_measured("Lecture des documents", readers), versions()]
    return sorted(found, key=lambda line: rank[line.level])


def beat(now: datetime) -> str:
    """The worker turns: once a minute it says so, with what is red, which the first page reads in one query."""
    if PeriodicWork.objects.filter(name=BEAT, started_at__gt=now - thresholds.BEAT_EVERY, started_at__lte=now).exists():
        return ""
    red = [line.label for line in watched(now) if line.level is Level.ACT]
    PeriodicWork.objects.update_or_create(
        name=BEAT,
        defaults={"started_at": now, "finished_at": now, "outcome": "\n".join(red), "is_failed": bool(red)},
    )
    return ""


def badge(now: datetime) -> str:
    """What the first page says of it to administrators: empty where nothing is red. One query."""
    row = PeriodicWork.objects.filter(name=BEAT).first()
    if row is None or now - row.started_at > thresholds.BEAT_LOST:
        return "le travail de fond ne tourne pas"
    red = row.outcome.splitlines()
    return f"{counted(len(red), 'point')} à traiter" if red else ""
