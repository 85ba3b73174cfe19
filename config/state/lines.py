"""A line of “État du service”."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from french.wording import counted


class Level(Enum):
    """The value is the kind of badge that shows it."""

    GOOD = "ok"
    WATCH = "warn"
    ACT = "error"

    @property
    def words(self) -> str:
        return {"ok": "bon", "warn": "à surveiller", "error": "à traiter"}[self.value]


@dataclass(frozen=True)
class Line:
    """`told` says how things are, `to_do` what to do about it: empty where nothing is."""

    level: Level
    label: str
    told: str
    to_do: str = ""


def level_of(value: float | timedelta, *, watch: float | timedelta, act: float | timedelta) -> Level:
    """Past `watch` orange, past `act` red."""
    return Level.ACT if value > act else Level.WATCH if value > watch else Level.GOOD


def lasted(span: timedelta) -> str:
    """“3 jours”, “2 heures”, “5 minutes”: how long something has been going on, roughly."""
    seconds = max(0, int(span.total_seconds()))
    for length, one, many in ((86_400, "jour", "jours"), (3600, "heure", "heures"), (60, "minute", "minutes")):
        if seconds >= 2 * length or (seconds >= length and length == 60):
            return counted(seconds // length, one, many)
    return "moins d’une minute"
