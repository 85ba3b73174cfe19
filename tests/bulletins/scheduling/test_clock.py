"""Hours of Paris, in the nights when the clock is changed too."""

from datetime import UTC, date, datetime, time

import pytest

from bulletins.scheduling.clock import NoSuchMoment, moment_of, written_moment


@pytest.mark.parametrize(("day", "hour", "moment"), [
    (date(2026, 1, 15), time(18), datetime(2026, 1, 15, 17, tzinfo=UTC)),
    (date(2026, 7, 15), time(18), datetime(2026, 7, 15, 16, tzinfo=UTC)),
    (date(2026, 3, 29), time(1, 59), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
    (date(2026, 3, 29), time(3), datetime(2026, 3, 29, 1, tzinfo=UTC)),
    (date(2026, 10, 25), time(1, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
    (date(2026, 10, 25), time(3), datetime(2026, 10, 25, 2, tzinfo=UTC)),
])  # fmt: skip
def test_hour_of_paris_is_one_moment(day, hour, moment):
    assert moment_of(day, hour) == moment


@pytest.mark.parametrize(("day", "words"), [(date(2026, 3, 29), "n’existe pas"), (date(2026, 10, 25), "deux fois")])
@pytest.mark.parametrize("hour", [time(2), time(2, 30), time(2, 59)])
def test_hour_that_the_clock_skips_or_shows_twice_is_refused(day, words, hour):
    with pytest.raises(NoSuchMoment, match=words):
        moment_of(day, hour)


def test_moment_is_written_by_the_clock_of_paris():
    assert written_moment(datetime(2026, 7, 15, 16, 5, tzinfo=UTC)) == "15\u00a0juillet\u00a02026 à 18\u00a0h\u00a005"
