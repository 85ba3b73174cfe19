"""The backups that still hold who was erased. Where they lie is known by the room above, which says it here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

# Each archive with the day on which it will be gone, None where that is not known.
Lister = Callable[[datetime], list[tuple[str, date | None]]]
_listers: list[Lister] = []


def register(lister: Lister) -> None:
    """Called by the room above as it starts."""
    _listers.append(lister)


def backups_holding(now: datetime) -> list[dict[str, str]]:
    """Every archive that was made before."""
    found = [one for lister in _listers for one in lister(now)]
    return [{"name": name, "gone_on": day.isoformat() if day else ""} for name, day in found]
