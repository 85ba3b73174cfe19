"""Forms that no page of ours sends: refused with a 400 before a line of them is read."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import QueryDict

MOST_LINES = 1_000
SPARE_LINES = 20  # what a form may announce beyond the lines that it sends: they would be shown, one by one
# The stock admin reads these wherever they come from; no form of ours offers them.
UNOFFERED = ("_saveasnew",)


def refuse_forged_form(data: QueryDict) -> None:
    """Keys that PostgreSQL and UTF-8 cannot hold, and buttons that no form has."""
    if any(name in data for name in UNOFFERED):
        raise BadRequest("bouton inconnu")
    for name, values in data.lists():
        if "\x00" in name or not all(map(_is_text, (name, *values))):
            raise BadRequest("champ illisible")


def refuse_forged_lines(data: QueryDict, prefix: str) -> None:
    """Lines of a form whose count is missing, is no number, or goes far beyond what was sent."""
    total, initial = (plain_number(data.get(f"{prefix}-{name}", "")) for name in ("TOTAL_FORMS", "INITIAL_FORMS"))
    start = f"{prefix}-"
    sent = {name.removeprefix(start).partition("-")[0] for name in data if name.startswith(start)}
    if total is None or initial is None or initial > total or total > min(MOST_LINES, len(sent) + SPARE_LINES):
        raise BadRequest("lignes mal comptées")


def plain_number(text: str) -> int | None:
    """“12”, and neither “²” nor “٣”, which Python also calls digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _is_text(value: str) -> bool:
    """False for half a character (a lone surrogate), which UTF-8 cannot write."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
