"""French as it is printed: numbers, dates, places in a sentence."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from french.accents import without_accents

NBSP = "\u00a0"
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
MONTH_NUMBERS = {without_accents(name): number for number, name in enumerate(MONTHS, start=1)}
FIRST_OF_MONTH = re.compile(rf"\b1(?=[ {NBSP}](?:{'|'.join(MONTHS)})\b)")
CONTRACTED = {"Le ": ("au ", "du "), "Les ": ("aux ", "des ")}


def number(value: int | Decimal) -> str:
    """“1 600”, “2,5”: thousands parted by non-breaking spaces, no useless zero."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, Decimal) else f"{value:,}"
    return text.replace(",", NBSP).replace(".", ",")


def counted(value: int, noun: str, plural: str = "") -> str:
    """“1 initiative”, “21 initiatives”. French counts zero in the singular."""
    return f"{number(value)}{NBSP}{noun if value < 2 else plural or noun + 's'}"


def long_date(day: date) -> str:
    """“1er avril 2020”."""
    return f"{'1er' if day.day == 1 else day.day}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def with_first(written: str) -> str:
    """“1 avril 2020, 14 h 20” as it is said: “1er avril 2020, 14 h 20”. Formats of dates know no ordinal."""
    return FIRST_OF_MONTH.sub("1er", written)


def of_month(day: date) -> str:
    """“d’avril 2020”, “de mai 2020”."""
    month = MONTHS[day.month - 1]
    return f"{'d’' if month[0] in 'ao' else 'de '}{month}{NBSP}{day.year}"


def typographic(text: str) -> str:
    """Official names carry the plain apostrophe; a page prints the curved one."""
    return text.replace("'", "’")


def at_commune(name: str) -> str:
    """“à Arras”, “au Touquet-Paris-Plage”, “aux Attaques”, “à La Couture”."""
    return _contracted(name, 0) or typographic(f"à {name}")


def of_commune(name: str) -> str:
    """“de Marck”, “d’Arras”, “d’Hénin-Beaumont”, “du Portel”, “de La Couture”."""
    if contracted := _contracted(name, 1):
        return contracted
    return typographic(of_noun(name))


def of_noun(noun: str) -> str:
    """“de gel”, “d’huile”, for a noun without its article."""
    elided = without_accents(noun[:1]).upper() in "AEIOUYH"
    return f"d’{noun}" if elided else f"de {noun}"


def enumerated(parts: list[str]) -> str:
    """“Arras, Lens et Calais”."""
    return " et ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def ended(words: str) -> str:
    """What someone typed, as a sentence that another may follow: “Essai” gives “Essai.”."""
    words = words.strip()
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def shortened(text: str, length: int) -> str:
    """The text cut at a word, with an ellipsis when something is missing."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _contracted(name: str, form: int) -> str:
    for article, forms in CONTRACTED.items():
        if name.startswith(article):
            return typographic(forms[form] + name.removeprefix(article))
    return ""
