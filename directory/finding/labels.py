"""How options of the filters are called where the name of a row alone does not say it."""

from __future__ import annotations

from datetime import date

from french.wording import NBSP, long_date


def bulletin_option(number: int | None, slug: str | None, title: str, day: date | None) -> tuple[str, str]:
    """The value of a bulletin in the address, and “n° 7, 30 avril 2020”."""
    label = f"n°{NBSP}{number}" if number else f"hors-série{NBSP}: {title}"
    return str(number) if number else slug or "", f"{label}, {long_date(day)}" if day else label
