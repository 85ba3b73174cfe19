"""Many rows written at once, with the history that saving them one by one would have left."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, models
from django.utils import timezone
from simple_history.utils import get_history_manager_for_model, get_m2m_field_name

ADDED, CHANGED = "+", "~"

# What a row held at a step: by the name of a many-to-many field, its links.
Attached = dict[str, list[models.Model]]


class Recording:
    """What happens to rows of one model, told step by step, then written in a number of queries that does not grow.

    Steps are kept as they happen: author, reason and moment of each, and the row as it stood then. `write_history`
    comes last, inside the transaction of the act. Signals are not sent, as with every bulk write of Django.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self._steps: list[tuple[str, models.Model, Attached | None]] = []

    def tell(
        self,
        row: models.Model,
        kind: str = CHANGED,
        *,
        by: AbstractBaseUser | None = None,
        why: str | None = None,
        at: datetime | None = None,
        attached: Attached | None = None,
    ) -> None:
        """One step of a row that has its key. Without `by` it is signed by whoever sent the request, as a save is.

        `attached` are the links of that moment; where they are not said, those of the database at the end count.
        """
        step = copy.copy(row)
        step._history_date, step._change_reason = at or timezone.now(), why
        if by is not None:
            step._history_user = by
        self._steps.append((kind, step, attached))

    def write_history(self) -> None:
        manager = get_history_manager_for_model(self.model)
        written: list[tuple[models.Model, Attached | None, models.Model]] = []
        for kind in (ADDED, CHANGED):  # the library takes one kind at a time
            steps = [(step, attached) for told, step, attached in self._steps if told == kind]
            if steps:
                rows = manager.bulk_history_create(
                    [step for step, _ in steps], update=kind == CHANGED, default_change_reason=None
                )
                written += [(*step, row) for step, row in zip(steps, rows, strict=True)]
        for field in manager.model._history_m2m_fields:
            _write_links(field, getattr(manager.model, field.name).model, written)


def add_all(rows: list[models.Model], *, by: AbstractBaseUser | None = None) -> None:
    """Store new rows of one model, that nothing is attached to yet, with the first step of each. At most two queries.

    What `save()` of the model fills in by itself is the caller's to fill in.
    """
    if rows:
        model = type(rows[0])
        model._default_manager.bulk_create(rows)
        recording = Recording(model)
        for row in rows:
            recording.tell(row, ADDED, by=by, attached={})
        recording.write_history()


def save_changed(rows: list[models.Model], before: dict[Any, dict[str, Any]]) -> None:
    """Store in one statement what changed since `values_of`; rows that did not change are left alone."""
    changed = {row: changes for row in rows if (changes := _changes(row, before[row.pk]))}
    if changed:
        names = {name for changes in changed.values() for name in changes}
        type(rows[0])._default_manager.bulk_update(changed, sorted(names))


def values_of(rows: Iterable[models.Model]) -> dict[Any, dict[str, Any]]:
    """What rows hold now, by their keys: to be compared with later."""
    return {row.pk: _values(row) for row in rows}


def reserved_keys(model: type[models.Model], count: int) -> Iterator[int]:
    """Keys for new rows, taken before these are stored: what points at a row can then be stored first, for foreign
    keys are checked when the transaction ends.
    """
    if not count:
        return iter(())
    with connection.cursor() as cursor:
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(sequence, [model._meta.db_table, count])
        return iter([key for (key,) in cursor.fetchall()])


def _write_links(
    field: models.ManyToManyField,
    model: type[models.Model],
    written: list[tuple[models.Model, Attached | None, models.Model]],
) -> None:
    through, owner = field.remote_field.through, f"{get_m2m_field_name(field)}_id"
    held: dict[Any, list[models.Model]] = defaultdict(list)
    if asked := [step.pk for step, attached, _ in written if attached is None]:
        for link in through._default_manager.filter(**{f"{owner}__in": asked}).order_by("pk"):
            held[getattr(link, owner)].append(link)
    names = [one.attname for one in through._meta.concrete_fields]
    model._default_manager.bulk_create(
        model(history=row, **{name: getattr(link, name) for name in names})
        for step, attached, row in written
        for link in (held[step.pk] if attached is None else attached.get(field.name, []))
    )


def _values(row: models.Model) -> dict[str, Any]:
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


def _changes(row: models.Model, before: dict[str, Any]) -> list[str]:
    return [name for name, value in _values(row).items() if value != before[name]]
