"""Ten years of weeks, long past for whoever runs the bench: nothing in the content depends on today."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
FIRST_DAY = date(2016, 1, 4)  # a Monday
WEEKS = 520
DAYS = WEEKS * 7


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def morning(number: int) -> datetime:
    return datetime.combine(day(number), time(9), PARIS)
