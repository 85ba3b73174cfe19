"""French wordings of the bulletin's own: its dates and its figures."""

from __future__ import annotations

from datetime import date

MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


def long_date(day: date) -> str:
    """“30 avril 2020”, “1er mai 2020”, never split at the line's end."""
    ordinal = "1er" if day.day == 1 else str(day.day)
    return f"{ordinal}\u00a0{MONTHS[day.month - 1]}\u00a0{day.year}"
