"""What this process last read of the installation: whom to call, told even while the database is away."""

from __future__ import annotations

from communes.models import Territory

_last: list[Territory | None] = [None]


def read_territory() -> Territory | None:
    """One query."""
    _last[0] = Territory.objects.first()
    return _last[0]


def remembered_territory() -> Territory | None:
    """No query: as it was when a page last showed it, None before."""
    return _last[0]
