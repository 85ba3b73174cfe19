"""Writing lines of the journal, in the transaction of the act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.whence import current_request, network_of
from backoffice.models.journal import MACHINE, NOBODY, JournalLine
from french.wording import shortened

MOST_WORDS = 200  # characters of a record's own name
MOST_TOLD = 500

_is_entered_late: ContextVar[bool] = ContextVar("is_entered_late", default=False)


@contextmanager
def entered_late() -> Iterator[None]:
    """Around acts that are entered long after their day, as those of the demonstration: the lines are of today.

    The journal tells what was done here; the days for which a line is kept begin when it is written.
    """
    token = _is_entered_late.set(True)
    try:
        yield
    finally:
        _is_entered_late.reset(token)


def note(
    kind: Kind,
    *,
    by: AbstractBaseUser | None,
    about: models.Model | None = None,
    words: str = "",
    told: str = "",
    request: HttpRequest | None = None,
    now: datetime | None = None,
) -> JournalLine:
    """Write one line: one INSERT, nothing read.

    `by` is None for the machine, or for somebody who is not logged in where a request asks. `told` must not name the
    record, an account or a person anew: what `about` says is replaced when they go, and `told` only masked. The network
    is that of `request`, else of the request that is being answered. `words` stand for the name of a record that is
    not to be kept.
    """
    line = _line(kind, by=by, about=about, words=words, told=told, request=request, now=now)
    line.save(force_insert=True)
    return line


def note_each(
    kind: Kind,
    about: Iterable[models.Model],
    *,
    by: AbstractBaseUser | None,
    told: str = "",
    request: HttpRequest | None = None,
    now: datetime | None = None,
) -> int:
    """A line for each record, in one INSERT for five hundred; how many."""
    now = now or timezone.now()
    lines = [_line(kind, by=by, about=row, words="", told=told, request=request, now=now) for row in about]
    JournalLine.objects.bulk_create(lines, batch_size=500)
    return len(lines)


def note_once_a_day(
    kind: Kind, *, by: AbstractBaseUser | None, about: models.Model, told: str, request: HttpRequest
) -> None:
    """For what is only read: the first time in a day that a network does it. One query more than `note`."""
    now = timezone.localtime()
    same = JournalLine.objects.about(about).filter(kind=kind, account=by, told=told, network=network_of(request))
    if not same.filter(at__gte=now.replace(hour=0, minute=0, second=0, microsecond=0)).exists():
        note(kind, by=by, about=about, told=told, request=request, now=now)


def _line(
    kind: Kind,
    *,
    by: AbstractBaseUser | None,
    about: models.Model | None,
    words: str,
    told: str,
    request: HttpRequest | None,
    now: datetime | None,
) -> JournalLine:
    request = request or current_request()
    account = by if by is not None and by.pk else None  # a visitor's “account” has no key
    return JournalLine(
        at=timezone.now() if now is None or _is_entered_late.get() else now,
        kind=kind,
        account=account,
        who=account.get_username() if account else NOBODY if request is not None else MACHINE,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None and about.pk else "",
        words=(words or str(about))[:MOST_WORDS] if about is not None else words,
        told=shortened(told, MOST_TOLD),
        network=network_of(request),
    )
