"""Plain data of an extract, as a page tells them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from french.wording import long_date

register = template.Library()


@register.filter
def fields(value: dict[str, Any]) -> list[tuple[str, Any]]:
    return list(value.items())


@register.filter
def is_table(value: Any) -> bool:
    """Several records, or none where several might be."""
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


@register.filter
def is_record(value: Any) -> bool:
    return isinstance(value, dict)


@register.filter
def told(value: Any) -> str:
    """Truth and days in words, a list with semicolons, and a dash for nothing."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, list):
        return "\u00a0; ".join(map(str, value)) or "—"
    return str(value) if value not in (None, "") else "—"
