"""French wordings of the bulletin's own: its dates and its figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format

RATES = {"rate_day": " par jour", "rate_week": " par semaine"}


def long_date(day: date) -> str:
    """“30 avril 2020”, “1er mai 2020”, never split at the line's end."""
    ordinal = "1er" if day.day == 1 else str(day.day)
    return f"{ordinal}\u00a0{date_format(day, 'F')}\u00a0{day.year}"


def written_number(amount: str) -> str:
    """“1600” gives “1 600” with a no-break space, “2.5” gives “2,5”."""
    whole, _, decimals = amount.partition(".")
    grouped = f"{int(whole):,}".replace(",", "\u00a0")
    return f"{grouped},{decimals}" if decimals else grouped


def figure_sentence(figure: dict[str, Any]) -> str:
    """A frozen figure in words: “environ 50 visières livrées”, “gel : 90 litres par jour”, “80 masques (objectif)”."""
    number = written_number(figure["amount"])
    lead = "environ " if figure["is_approximate"] else ""
    rate = RATES.get(figure["measure"], "")
    item, unit = figure["item"], figure["unit"]
    if item.casefold().startswith(unit.casefold()):
        told = f"{lead}{number}\u00a0{item}{rate}"
    else:
        told = f"{item}\u00a0: {lead}{number}\u00a0{unit}{rate}"
    return f"{told} (objectif)" if figure["measure"] == "target" else told


def written_size(octets: int) -> str:
    """“84 ko”, “1,2 Mo”."""
    if octets < 1_000_000:
        return f"{max(1, round(octets / 1000))}\u00a0ko"
    return f"{octets / 1_000_000:.1f}".replace(".", ",") + "\u00a0Mo"
