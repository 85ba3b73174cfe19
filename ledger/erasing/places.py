"""What an erasure does to the tables that are nobody's: sessions, the queue, refused log-ins, rows that became one,
what was searched in vain, links that were tried. Words are masked where the row is still of use; else it goes.

The directory in memory, and its file, are made anew: a word that no text says any more would stay among their words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django_tasks_db.models import DBTaskResult

from backoffice.models import PeriodicWork, SecurityKey, Union
from bulletins.occulting.choice import Choice
from bulletins.occulting.elsewhere import Rows
from bulletins.occulting.everywhere import texts_in
from directory.changes import everything_changed
from directory.index import storing
from directory.models import VainSearch
from french.accents import sort_key
from french.wording import counted
from ledger.erasing.models import Erasure
from workshop.models import LinkCheck

GOING: dict[type[models.Model], tuple[str, ...]] = {
    VainSearch: ("words", "place"),
    LinkCheck: ("url",),
    AccessAttempt: ("username", "get_data", "post_data", "user_agent"),
    AccessFailureLog: ("username", "user_agent"),
    AccessLog: ("username", "user_agent"),
}
MASKED: dict[type[models.Model], tuple[str, ...]] = {
    Union: ("name", "address", "values", "before", "after", "moved"),
    DBTaskResult: ("args_kwargs", "return_value", "traceback"),
    PeriodicWork: ("outcome",),
    SecurityKey: ("name",),
    Erasure: ("note", "report", "alone_because", "refused_because"),
}


def clear(choice: Choice, rows: Rows, by: AbstractBaseUser, now: datetime) -> list[str]:
    sessions = [key for key, data in _sessions() if any(map(choice.holds, texts_in(data)))]
    Session.objects.filter(pk__in=sessions).delete()
    changed = 0
    for row in [*_telling(choice, GOING), *_searches(choice)]:
        changed += row.delete()[0]
    for row in _telling(choice, MASKED):
        for name in MASKED[type(row)]:
            setattr(row, name, mapped(getattr(row, name), choice.cleaned))
        row.save()
        changed += 1
    everything_changed()
    transaction.on_commit(partial(storing.forget, Path(settings.DIRECTORY_INDEX_FILE)), robust=True)
    done = [counted(len(sessions), "session fermée", "sessions fermées")] if sessions else []
    return done + ([counted(changed, "ligne des travaux du site", "lignes des travaux du site")] if changed else [])


def left(choice: Choice) -> Iterator[str]:
    """Sessions alone: they are written so that only we can read them; every table is read by `found_anywhere`."""
    for _, data in _sessions():
        if any(map(choice.holds, texts_in(data))):
            yield "une session ouverte"


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Plain data with each of its texts changed."""
    if isinstance(value, dict):
        return {name: mapped(item, change) for name, item in value.items()}
    if isinstance(value, list):
        return [mapped(item, change) for item in value]
    return change(value) if isinstance(value, str) else value


def _sessions() -> Iterator[tuple[str, dict[str, Any]]]:
    for session in Session.objects.iterator():
        yield session.pk, session.get_decoded()


def _searches(choice: Choice) -> Iterator[VainSearch]:
    """What the public searched in vain by the family name alone: of use to nobody once the person is gone."""
    families = {" ".join(words[1:]) for name in choice.persons.values() if len(words := sort_key(name).split()) > 1}
    for row in VainSearch.objects.iterator():
        if any(f" {family} " in f" {sort_key(row.words)} " for family in families):
            yield row


def _telling(choice: Choice, tables: dict[type[models.Model], tuple[str, ...]]) -> Iterator[models.Model]:
    for model, names in tables.items():
        for row in model._base_manager.order_by("pk").iterator():
            if any(choice.holds(text) for name in names for text in texts_in(getattr(row, name))):
                yield row
