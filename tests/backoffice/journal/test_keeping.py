"""How long lines are kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.journal import keeping
from backoffice.journal.keeping import forget_old, lines_too_old
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.models import JournalLine
from config.nightly.forgetting import forget_old_lines


@pytest.fixture
def ages(db, monkeypatch):
    monkeypatch.setattr(keeping, "BATCH", 2)
    now = timezone.now()
    for days in (10, 200, 364, 366, 400, 500):
        note(Kind.LOGGED_OUT, by=None, told=str(days), now=now - timedelta(days=days))
    return now


def told():
    return sorted(int(line.told) for line in JournalLine.objects.filter(kind=Kind.LOGGED_OUT))


def test_old_lines_leave_in_steps_and_the_others_stay(ages, settings):
    settings.JOURNAL_KEPT_DAYS = 365
    assert lines_too_old(ages) == 3
    assert forget_old(ages) == 3
    assert told() == [10, 200, 364]
    assert forget_old(ages) == 0


def test_no_setting_takes_a_line_younger_than_the_database_lets_go(ages, settings):
    settings.JOURNAL_KEPT_DAYS = 1
    forget_old(ages)
    assert told() == [10]


def test_what_left_is_itself_a_line(ages):
    assert forget_old_lines(ages).startswith("journal")
    assert JournalLine.objects.get(kind=Kind.RETENTION_APPLIED).who == "machine"
    forget_old_lines(ages)
    assert JournalLine.objects.filter(kind=Kind.RETENTION_APPLIED).count() == 1
