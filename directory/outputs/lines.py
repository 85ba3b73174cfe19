"""What the long exports say of each initiative, kept beside it: any number of lines leaves at the pace of the database.

What a line says is made in Python (the little formatting, the names that are hidden, figures in words), once a change:
the rules stand once. Whether it is fresh is told by the log of changes alone. A line remembers the oldest transaction
that was open before it was made; a change noted by this one or by a younger one makes it stale, whatever order they
commit in. A line that is missing or stale is printed for the export that needs it, in its place; the worker makes it
(`directory.outputs.making`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connections, router, transaction
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Replace

from directory.models import Line
from directory.outputs.said import Said, with_said
from directory.outputs.writers import in_parts
from initiatives.models import Initiative

SITE = "\ue000site\ue000"  # stands for the address of the site, which a request may tell
ROWS = 500  # lines read at a time
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

# A copy restored elsewhere counts its transactions anew: lines belong to a cluster. The log is read once, not once a
# line: a planner that takes it for short would do that.
JUDGED = """
    WITH changed AS MATERIALIZED
           (SELECT unnest(initiatives) AS id, max(transaction) AS last FROM directory_change GROUP BY 1),
         late AS MATERIALIZED
           (SELECT changed.id, changed.last FROM changed JOIN directory_line line ON line.initiative_id = changed.id
            WHERE changed.last >= line.horizon)
    SELECT (SELECT system_identifier FROM pg_control_system()), pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
           (SELECT coalesce(max(transaction), 0) FROM directory_change WHERE initiatives IS NULL),
           ARRAY(SELECT ARRAY[id, last] FROM late)
"""


@dataclass(frozen=True)
class Judgement:
    """Which lines say what is so, in one state of the database and on one day."""

    today: date
    cluster: int
    horizon: int  # the oldest transaction that is open
    everything: int  # the last transaction that altered all
    late: dict[int, int]  # lines made beside a change of their initiative, by its key, with the change

    @property
    def fit(self) -> QuerySet[Line]:
        """All that may be sent, but for those that are late."""
        lasts = Q(turns_on=None) | Q(turns_on__gt=self.today)
        return Line.objects.filter(lasts, recipe=recipe(), cluster=self.cluster, horizon__gt=self.everything)

    @property
    def can_mend(self) -> bool:
        """A line made now would be fit: what altered all is older than any transaction that is open."""
        return self.everything < self.horizon

    @property
    def ripe(self) -> list[int]:
        """The late ones that would not be late again."""
        return sorted(key for key, change in self.late.items() if change < self.horizon)


def judge(*, today: date) -> Judgement:
    """One query."""
    with connections[router.db_for_read(Line)].cursor() as cursor:
        cursor.execute(JUDGED)
        cluster, horizon, everything, late = cursor.fetchone()
    return Judgement(today, cluster, horizon, everything, dict(late))


def printed(
    field: str, found: QuerySet[Initiative], say: Callable[[Said], str], *, site: str, today: date
) -> Iterator[str]:
    """One field of the lines of the initiatives found, in their order; what has no line that is fresh is said now.

    To be read within one transaction that sees one state of the database (`one_state`). Rows are sorted by their keys
    alone, and read some at a time: neither side holds more of them, however many there are.
    """
    judgement = judge(today=today)
    text = Replace(field, Value(SITE), Value(site), output_field=TextField())
    fit = judgement.fit.annotate(text=text).values_list("pk", "text")
    for keys in in_parts(found.values_list("pk", flat=True).iterator(chunk_size=ROWS), ROWS):
        texts = dict(fit.filter(pk__in=[key for key in keys if key not in judgement.late]))
        texts |= _said_now([key for key in keys if key not in texts], say)
        yield from (texts[key] for key in keys if key in texts)


def _said_now(keys: Sequence[int], say: Callable[[Said], str]) -> dict[int, str]:
    if not keys:
        return {}
    return {row.pk: say(Said(row)) for row in with_said(Initiative.objects.published().filter(pk__in=keys))}


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


@cache
def recipe() -> str:
    """Fingerprint of all that makes a line, so that one that is made otherwise is made anew."""
    makers = [ROOT / one for one in MAKERS]
    files = sorted(file for one in makers for file in (one.rglob("*.py") if one.is_dir() else [one]))
    made = hashlib.sha256(str(settings.INITIATIVE_TO_CHECK_AFTER_DAYS).encode())
    for file in files:
        made.update(file.read_bytes())
    return made.hexdigest()[:32]
