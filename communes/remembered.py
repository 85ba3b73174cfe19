"""What this process last read of the installation: whom to call, told even while the database is away."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from communes.models import Territory

# Written out: put together by Django, it costs a page more than it takes.
READ = "SELECT * FROM communes_territory ORDER BY id LIMIT 1"
_last: list[tuple[Territory | None, Hashable]] = [(None, None)]  # and the moment at which it was read
_moment: ContextVar[Hashable] = ContextVar("moment", default=None)


@contextmanager
def at_moment(mark: Hashable) -> Iterator[None]:
    """Within, what was read under the same mark is not read again: the row was not written in between."""
    token = _moment.set(mark)
    try:
        yield
    finally:
        _moment.reset(token)


def read_territory() -> Territory | None:
    """One query, none where it was read under this mark already."""
    mark = _moment.get()
    territory, read_at = _last[0]
    if mark is None or mark != read_at:
        territory = next(iter(Territory.objects.raw(READ)), None)
        _last[0] = territory, mark
    return territory


def remembered_territory() -> Territory | None:
    """No query: as it was when a page last showed it, None before."""
    return _last[0][0]
