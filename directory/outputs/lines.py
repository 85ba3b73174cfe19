"""What the long exports say of each initiative, kept beside it: any number of lines leaves at the pace of the database.

What a line says is made in Python (the little formatting, the names that are hidden, figures in words), once a change:
the rules stand once. Whether it is fresh is told by the log of changes alone. A line remembers the oldest transaction
that was open before it was made; a change noted by this one or by a younger one makes it stale, whatever order they
commit in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections, router, transaction
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Replace
from django.utils import timezone

from directory.cards.telling import with_cards
from directory.changes import Position, changes_since, position
from directory.models import Line
from directory.outputs.exports import as_json, cells, figures_cells
from directory.outputs.geojson import features_text
from directory.outputs.writers import json_text
from french.spreadsheets import csv_line
from initiatives.freshness import freshness
from initiatives.models import Initiative

SITE = "\ue000site\ue000"  # stands for the address of the site, which a request may tell
BATCH = 200  # lines made at a time
MOST_AT_ONCE = 2_000  # lines made in a turn of the worker
ROWS = 1_000  # lines sent at a time
# Fewer are printed for each request, and kept as any page is.
WORTH_KEEPING = 1_000
# All that has a say in a line: files and folders.
MAKERS = (
    "french",
    "communes/models.py",
    "organisations/models.py",
    "organisations/contacts.py",
    "organisations/privacy.py",
    "initiatives/models",
    "initiatives/figures.py",
    "initiatives/freshness.py",
    "initiatives/public_texts.py",
    "initiatives/repetition.py",
    "bulletins/models",
    "directory/citations.py",
    "directory/outputs",
)
ROOT = Path(__file__).resolve().parents[2]

# The log is read once, not once a line: a planner that takes it for short would do that.
STALE = """
    WITH everything AS (SELECT coalesce(max(transaction), 0) AS last FROM directory_change WHERE initiatives IS NULL),
         changed AS MATERIALIZED
           (SELECT unnest(initiatives) AS id, max(transaction) AS last FROM directory_change GROUP BY 1)
    SELECT one.id FROM initiatives_initiative one
    LEFT JOIN directory_line line ON line.initiative_id = one.id
         AND line.recipe = %s AND line.cluster = %s AND (line.turns_on IS NULL OR line.turns_on > %s)
         AND line.horizon > (SELECT last FROM everything)
    LEFT JOIN changed ON changed.id = one.id
    WHERE one.status = 'published' AND (line.initiative_id IS NULL OR changed.last >= line.horizon)
    LIMIT %s
"""


def stale(limit: int, *, today: date) -> list[int]:
    """Public initiatives whose line is missing or may say what is no longer so, `limit` at most."""
    with connections[router.db_for_read(Line)].cursor() as cursor:
        cursor.execute(STALE, [recipe(), _cluster(), today, limit])
        return [key for (key,) in cursor.fetchall()]


def make(limit: int, *, today: date) -> int:
    """Make lines that are missing or stale; how many were."""
    keys = stale(limit, today=today)
    for start in range(0, len(keys), BATCH):
        _make(keys[start : start + BATCH], today)
    return len(keys)


def _make(keys: list[int], today: date) -> None:
    horizon, cluster = position().horizon, _cluster()  # before anything is read
    rows = with_cards(Initiative.objects.published().filter(pk__in=keys))
    lines = [
        Line(
            initiative=row,
            told_on=row.told_on,
            csv=csv_line(cells(row, _absolute)),
            figures_csv="".join(csv_line(line) for line in figures_cells(row, _absolute)),
            json=json_text(as_json(row, _absolute)),
            features=features_text(row, _absolute),
            turns_on=_turns_on(row, today),
            horizon=horizon,
            cluster=cluster,
            recipe=recipe(),
        )
        for row in rows
    ]
    fields = [field.attname for field in Line._meta.fields if not field.primary_key]
    Line.objects.bulk_create(lines, update_conflicts=True, unique_fields=["initiative"], update_fields=fields)


def make_in_turn(now: datetime) -> str:
    """A work of the worker: nothing to ask for when nothing changed since all were found fresh."""
    today = timezone.localdate(now)
    if _rest.is_over(today):
        here = position()
        few = Initiative.objects.published()[: WORTH_KEEPING + 1].count() <= WORTH_KEEPING
        made = 0 if few else make(MOST_AT_ONCE, today=today)
        if made < MOST_AT_ONCE:
            _rest.begin(here, today)
        return f"{made} ligne(s) d’export faite(s)."
    return ""


class _Rest:
    """Since when all lines were fresh, in this process."""

    def __init__(self) -> None:
        self.position: Position | None = None
        self.day: date | None = None

    def begin(self, here: Position, today: date) -> None:
        self.position, self.day = here, today

    def is_over(self, today: date) -> bool:
        return self.position is None or self.day != today or bool(changes_since(self.position))


_rest = _Rest()


def printed(field: str, found: QuerySet, *, site: str, today: date) -> Iterator[str] | None:
    """One field of the lines of the initiatives found, newest first; None where some line is not fresh.

    To be asked and read within one transaction that sees one state of the database (`one_state`).
    """
    if stale(1, today=today):
        return None
    lines = Line.objects.filter(initiative__status=Initiative.Status.PUBLISHED, initiative__in=found.values("pk"))
    newest_first = lines.order_by(F("told_on").desc(nulls_last=True), "-pk")
    texts = newest_first.values_list(Replace(field, Value(SITE), Value(site), output_field=TextField()), flat=True)
    return texts.iterator(chunk_size=ROWS)


@contextmanager
def one_state() -> Iterator[None]:
    """A transaction that sees one state of the database, however long it reads; a part of another one, within that."""
    alias = router.db_for_read(Line)
    is_outermost = not connections[alias].in_atomic_block
    with transaction.atomic(using=alias):
        if is_outermost:
            with connections[alias].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def make_before_reading(*, today: date) -> None:
    """The few lines that the worker has not made yet. A database that only reads keeps none: all are printed anew."""
    if router.db_for_read(Line) != router.db_for_write(Line):
        return
    try:
        make(BATCH, today=today)
    except DatabaseError:
        return


@cache
def recipe() -> str:
    """Fingerprint of all that makes a line, so that one that is made otherwise is made anew."""
    makers = [ROOT / one for one in MAKERS]
    files = sorted(file for one in makers for file in (one.rglob("*.py") if one.is_dir() else [one]))
    made = hashlib.sha256(str(settings.INITIATIVE_TO_CHECK_AFTER_DAYS).encode())
    for file in files:
        made.update(file.read_bytes())
    return made.hexdigest()[:32]


def _turns_on(row: Initiative, today: date) -> date | None:
    if row.state != Initiative.State.ONGOING or row.known_on is None or freshness(row, today=today).needs_check:
        return None
    return row.known_on + timedelta(days=settings.INITIATIVE_TO_CHECK_AFTER_DAYS + 1)


def _absolute(path: str) -> str:
    return SITE + path


def _cluster() -> int:
    """A copy restored elsewhere counts its transactions anew."""
    with connections[router.db_for_read(Line)].cursor() as cursor:
        cursor.execute("SELECT system_identifier FROM pg_control_system()")
        return cursor.fetchone()[0]
