"""The worker's part of the long exports: it makes the lines that are missing or say what is no longer so."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from directory.changes import Position, changes_since, position
from directory.models import Line
from directory.outputs.exports import as_json, cells, figures_cells
from directory.outputs.geojson import features_text
from directory.outputs.lines import SITE, WORTH_KEEPING, Judgement, judge, recipe
from directory.outputs.said import Said, with_said
from directory.outputs.writers import in_parts, json_text
from french.spreadsheets import csv_line
from initiatives.freshness import freshness
from initiatives.models import Initiative

BATCH = 200  # lines made at a time
MOST_AT_ONCE = 5_000  # lines made in a turn of the worker, some four seconds: a bulletin that is due may wait for it


def _missing(judgement: Judgement, keys: list[int]) -> list[int]:
    """Those of them without a line that may be sent."""
    fit = set(judgement.fit.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    return [key for key in keys if key not in fit]


def _make_all(keys: list[int], judgement: Judgement) -> int:
    for some in in_parts(iter(keys), BATCH):
        _make(some, judgement)
    return len(keys)


def _make(keys: list[int], judgement: Judgement) -> None:
    horizon = position().horizon  # before anything is read
    rows = with_said(Initiative.objects.published().filter(pk__in=keys))
    lines = [_line(row, judgement, horizon) for row in rows]
    fields = [field.attname for field in Line._meta.fields if not field.primary_key]
    Line.objects.bulk_create(lines, update_conflicts=True, unique_fields=["initiative"], update_fields=fields)


def _line(row: Initiative, judgement: Judgement, horizon: int) -> Line:
    said = Said(row)
    return Line(
        initiative=row,
        told_on=row.told_on,
        csv=csv_line(cells(said, _absolute)),
        figures_csv="".join(csv_line(line) for line in figures_cells(said, _absolute)),
        json=json_text(as_json(said, _absolute)),
        features=features_text(said, _absolute),
        turns_on=_turns_on(row, judgement.today),
        horizon=horizon,
        cluster=judgement.cluster,
        recipe=recipe(),
    )


def _turns_on(row: Initiative, today: date) -> date | None:
    if row.state != Initiative.State.ONGOING or row.known_on is None or freshness(row, today=today).needs_check:
        return None
    return row.known_on + timedelta(days=settings.INITIATIVE_TO_CHECK_AFTER_DAYS + 1)


def _absolute(path: str) -> str:
    return SITE + path


class Round:
    """How far the worker has come: through all initiatives once, some at a turn, then from change to change. So the
    hundred thousandth line costs what the first one did."""

    def __init__(self) -> None:
        self.position: Position | None = None  # what was noted before it is done, or is in `changed`
        self.day: date | None = None
        self.after: int | None = 0  # the last key that was gone through; None once all were
        self.changed: set[int] = set()
        self.is_at_rest = False

    def begin(self, today: date) -> None:
        self.position, self.day, self.after, self.changed = position(), today, 0, set()
        self.is_at_rest = False

    def follow(self, today: date) -> None:
        """Take up what was noted since. One query, two where all begins anew."""
        changes = changes_since(self.position) if self.position and self.day == today else None
        if changes is None or changes.initiatives is None:
            self.begin(today)
        elif changes:
            self.position, self.is_at_rest = changes.position, False
            self.changed |= changes.initiatives

    def turn(self, most: int) -> int:
        """Make some lines; how many were. What would be stale at once waits until the older transactions have ended."""
        judgement = judge(today=self.day)
        if not judgement.can_mend:
            return 0
        public = Initiative.objects.published().order_by("pk").values_list("pk", flat=True)
        some = sorted(self.changed)[:most]
        changed = list(public.filter(pk__in=some)) if some else []
        made = _make_all([*judgement.ripe[:most], *_missing(judgement, changed)], judgement)
        self.changed.difference_update(some)  # only now: a turn that failed is done again
        # Of a few at a time PostgreSQL looks at no more lines than these, however many there are.
        while self.after is not None and made < most:
            keys = list(public.filter(pk__gt=self.after)[:most])
            missing = _missing(judgement, keys)
            wanted = missing[: most - made]
            made += _make_all(wanted, judgement)
            self.after = wanted[-1] if len(wanted) < len(missing) else keys[-1] if keys else None
        # What was just made may be late itself: the next turn looks.
        self.is_at_rest = not made and self.after is None and not self.changed and not judgement.late
        return made


_round = Round()


def make_in_turn(now: datetime) -> str:
    """A work of the worker: one query where nothing changed since all were found fresh."""
    _round.follow(timezone.localdate(now))
    if _round.is_at_rest:
        return ""
    if Initiative.objects.published()[: WORTH_KEEPING + 1].count() <= WORTH_KEEPING:
        _round.is_at_rest, made = True, 0
    else:
        made = _round.turn(MOST_AT_ONCE)
    return f"{made} ligne(s) d’export faite(s)."
