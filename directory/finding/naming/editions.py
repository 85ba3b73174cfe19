"""Bulletins named among the words of a search: by number, day, month, or as the last one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from french.wording import MONTH_NUMBERS, NBSP, long_date, of_month

CALLED = frozenset(["bulletin", "bulletins", "communique", "communiques", "edition", "editions"])
# “du bulletin”, “communiqué de presse du 30 avril”: what may stand between the word and the day.
BETWEEN = frozenset(["de", "du", "des", "d", "le", "la", "en", "presse", "au"])
LAST = frozenset(["dernier", "derniers", "derniere", "dernieres"])
NUMBER = re.compile(r"n[°º]?(\d{1,4})|(\d{1,4})")
WRITTEN_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?")
DAY = re.compile(r"(?:([1-9]|[12]\d|3[01])|1er)")
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Edition:
    """A published bulletin: `reference` is its number, or the slug of a special one."""

    reference: str
    day: date | None

    @property
    def is_special(self) -> bool:
        return not self.reference.isdecimal()


@dataclass(frozen=True)
class NamedEditions:
    """`first` to `last` are the places of the words; what is found is in one of the bulletins of `references`."""

    first: int
    last: int
    label: str
    references: tuple[str, ...]


def editions_named(
    keys: list[str], typed: tuple[str, ...], published: Callable[[], list[Edition]]
) -> Iterator[NamedEditions]:
    """`published` gives those that cite something, the newest first; it is asked only where words may name one."""
    yield from _numbered(keys, typed)
    yield from _last(keys, published)
    yield from _dated(keys, typed, published)


def _numbered(keys: list[str], typed: tuple[str, ...]) -> Iterator[NamedEditions]:
    """“n°7”, “n° 7”, “numéro 7”, “bulletin 7”."""
    for at, key in enumerate(keys):
        match = NUMBER.fullmatch(typed[at].lower())
        if not match or not key:
            continue
        before = keys[at - 1] if at else ""
        if match[1]:
            yield _number(at - 1 if before in CALLED else at, at, match[1])
        elif before in ("n", "no", "numero") or before in CALLED:
            yield _number(at - 2 if at > 1 and keys[at - 2] in CALLED else at - 1, at, match[2])


def _number(first: int, last: int, number: str) -> NamedEditions:
    return NamedEditions(first, last, f"dans le bulletin n°{NBSP}{int(number)}", (str(int(number)),))


def _last(keys: list[str], published: Callable[[], list[Edition]]) -> Iterator[NamedEditions]:
    """“hors-série”, “hors série”: the last one; “dernier bulletin”, “derniers communiqués”."""
    for at, key in enumerate(keys):
        last = at if key == "hors serie" else at + 1
        if " ".join(keys[at : last + 1]) == "hors serie":
            special = next((one.reference for one in published() if one.is_special), "")
            if special:
                yield NamedEditions(at, last, "dans le dernier hors-série", (special,))
        elif key in LAST and at + 1 < len(keys) and keys[at + 1] in CALLED:
            newest = next((one.reference for one in published() if not one.is_special), "")
            if newest:
                yield NamedEditions(at, at + 1, f"dans le dernier bulletin, n°{NBSP}{newest}", (newest,))


def _dated(keys: list[str], typed: tuple[str, ...], published: Callable[[], list[Edition]]) -> Iterator[NamedEditions]:
    """“30 avril”, “bulletin du 30/04/2020”, “avril 2020”, “en avril”: where a bulletin is of that day or month."""
    for at in range(len(keys)):
        for read in (_written_day, _day, _month):
            if found := read(keys, typed, at):
                last, day, month, year = found
                dated = [one for one in published() if one.day and _is_of(one.day, day, month, year)]
                if dated:
                    yield NamedEditions(_start(keys, at), last, _label(dated, day), _references(dated))
                break


Dated = tuple[int, int | None, int, int | None]  # place of the last word, day, month, year


def _written_day(keys: list[str], typed: tuple[str, ...], at: int) -> Dated | None:
    match = WRITTEN_DAY.fullmatch(typed[at].strip(",;")) if keys[at] else None
    if not match or not 1 <= int(match[2]) <= len(MONTH_NUMBERS):
        return None
    year = int(match[3]) if match[3] else None
    return at, int(match[1]), int(match[2]), year if year is None or year > 99 else 2000 + year


def _day(keys: list[str], typed: tuple[str, ...], at: int) -> Dated | None:
    match = DAY.fullmatch(keys[at])
    if not match or at + 1 >= len(keys) or keys[at + 1] not in MONTH_NUMBERS:
        return None
    last, year = _with_year(keys, at + 1)
    return last, int(match[1] or 1), MONTH_NUMBERS[keys[at + 1]], year


def _month(keys: list[str], typed: tuple[str, ...], at: int) -> Dated | None:
    if keys[at] not in MONTH_NUMBERS or (at and DAY.fullmatch(keys[at - 1])):
        return None
    last, year = _with_year(keys, at)
    return last, None, MONTH_NUMBERS[keys[at]], year


def _with_year(keys: list[str], at: int) -> tuple[int, int | None]:
    following = keys[at + 1] if at + 1 < len(keys) else ""
    return (at + 1, int(following)) if YEAR.fullmatch(following) else (at, None)


def _is_of(dated: date, day: int | None, month: int, year: int | None) -> bool:
    return dated.month == month and day in (None, dated.day) and year in (None, dated.year)


def _start(keys: list[str], at: int) -> int:
    """Where “bulletin du” before a day begins."""
    first = at
    while first and keys[first - 1] in BETWEEN:
        first -= 1
    return first - 1 if first and keys[first - 1] in CALLED else at


def _label(dated: list[Edition], day: int | None) -> str:
    newest = dated[0].day
    return f"dans le bulletin du {long_date(newest)}" if day else f"dans les bulletins {of_month(newest)}"


def _references(dated: list[Edition]) -> tuple[str, ...]:
    """Of one year: “avril” is the last one in which bulletins came out."""
    return tuple(one.reference for one in dated if one.day.year == dated[0].day.year)
