"""Works that come back: what is due, what is noted, what a failure does."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from backoffice.models import PeriodicWork
from backoffice.work import periodic

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 1, 15, 11, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def done(monkeypatch):
    """What was done, in order. The works of the rooms stand aside."""
    monkeypatch.setattr(periodic, "_works", {})
    return []


def test_work_of_each_turn_is_done_each_time_and_leaves_no_row(done):
    periodic.register("tour", done.append)
    assert periodic.do_due(NOON) == periodic.do_due(NOON) == ["tour"]
    assert done == [NOON, NOON]
    assert not PeriodicWork.objects.exists()


def test_nightly_work_is_done_once_after_its_hour(done):
    periodic.register("nuit", lambda now: done.append(now) or "Fait.", nightly_at=time(3, 30))
    assert periodic.do_due(NOON) == ["nuit"]
    assert periodic.do_due(NOON + timedelta(hours=14)) == []  # 2 h in Paris
    after = NOON + timedelta(hours=15, minutes=31)  # 3 h 31 in Paris
    assert periodic.do_due(after) == ["nuit"]
    assert periodic.do_due(after + timedelta(hours=5)) == []
    assert done == [NOON, after]
    row = PeriodicWork.objects.get()
    assert (row.outcome, row.is_failed, row.started_at) == ("Fait.", False, after)


@pytest.mark.parametrize("night", [datetime(2026, 3, 28, 12, 0, tzinfo=UTC), datetime(2026, 10, 24, 12, 0, tzinfo=UTC)])
def test_nightly_work_is_done_once_in_the_nights_when_the_clock_changes(done, night):
    periodic.register("nuit", lambda now: str(done.append(now)), nightly_at=time(2, 30))
    periodic.do_due(night)
    for quarter in range(96):
        periodic.do_due(night + timedelta(minutes=15 * quarter))
    assert len(done) == 2


def test_failed_work_stops_no_other_and_waits_for_the_next_night(done, caplog):
    def fail(now):
        raise ValueError("pas ce soir")

    periodic.register("échoue", fail, nightly_at=time(3))
    periodic.register("suit", done.append)
    periodic.do_due(NOON)
    assert done == [NOON]
    assert PeriodicWork.objects.get().is_failed
    assert "pas ce soir" in PeriodicWork.objects.get().outcome
    assert periodic.do_due(NOON) == ["suit"]
    assert "a échoué" in caplog.text


def test_stopping_begins_nothing_more(done):
    periodic.register("un", done.append)
    periodic.register("deux", done.append)
    assert periodic.do_due(NOON, should_stop=lambda: bool(done)) == ["un"]
