"""Days and hours as the clock of the office shows them, the two nights included in which it is changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.utils.timezone import get_current_timezone, localtime

from french.wording import NBSP, long_date


class NoSuchMoment(ValueError):
    """The clock never shows this hour on this day, or shows it twice; the message is a French sentence."""


def moment_of(day: date, hour: time) -> datetime:
    """The one moment at which the clock shows it. Raises NoSuchMoment in the nights when the clock is changed."""
    zone = get_current_timezone()
    first, second = (datetime.combine(day, hour, zone).replace(fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    if localtime(first.astimezone(UTC)).time() != hour:
        raise NoSuchMoment(
            f"Le {long_date(day)}, {written_hour(hour)} n’existe pas\u00a0: l’heure d’été avance les horloges cette "
            "nuit-là. Choisissez une heure avant 2\u00a0h ou à partir de 3\u00a0h."
        )
    raise NoSuchMoment(
        f"Le {long_date(day)}, {written_hour(hour)} arrive deux fois\u00a0: l’heure d’hiver recule les horloges cette "
        "nuit-là. Choisissez une heure avant 2\u00a0h ou à partir de 3\u00a0h."
    )


def written_hour(hour: time) -> str:
    """“18 h”, “8 h 05”."""
    minutes = f"{NBSP}{hour.minute:02d}" if hour.minute else ""
    return f"{hour.hour}{NBSP}h{minutes}"


def written_moment(moment: datetime) -> str:
    """“30 avril 2020 à 18 h”, by the clock of the office."""
    local = localtime(moment)
    return f"{long_date(local.date())} à {written_hour(local.time())}"
