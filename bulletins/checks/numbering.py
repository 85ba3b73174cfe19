"""The number that a draft is to carry, against its date, its title and the other numbers of its series."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletins.checks.remarks import Block, Page, Problem
from bulletins.models import Bulletin, Series
from french.wording import long_date

NUMBER_LIMIT = 99_999
NUMBER_IN_TITLE = re.compile(r"\bn\s?°\s?(\d{1,5})\b", re.IGNORECASE)


def taken_number_sentence(series: Series, number: int, *, apart_from: Bulletin | None = None) -> str:
    """Why `number` cannot be given in the series, or an empty string when it is free."""
    others = series.bulletins.filter(number=number)
    holder = others.exclude(pk=apart_from.pk).first() if apart_from else others.first()
    if holder is None:
        return ""
    day = f", {long_date(holder.dated_on)}" if holder.dated_on else ""
    state = {Bulletin.Status.DRAFT: ", brouillon", Bulletin.Status.WITHDRAWN: ", retiré"}.get(holder.status, "")
    return (
        f"Ce numéro existe déjà ({holder.label}{day}{state}). Votre texte est conservé : "
        "choisissez un autre numéro ou laissez le champ vide."
    )


def of_the_number(bulletin: Bulletin) -> Iterator[Problem]:
    """Of a numbered bulletin. Two queries."""
    series = bulletin.series
    block = Block(Page.BULLETIN, bulletin.pk, "number")
    number = bulletin.number or series.next_number
    if number > NUMBER_LIMIT:
        message = f"Le n° {number} est trop grand : les numéros vont jusqu’à {NUMBER_LIMIT}."
        yield Problem(message, block=block)
    elif sentence := taken_number_sentence(series, number, apart_from=bulletin):
        yield Problem(sentence, block=block)
    elif number > series.next_number:
        gap = f"après le n° {series.last_number}" if series.last_number else "alors que c’est le premier"
        message = f"Le bulletin portera le n° {number}, {gap} : des numéros manqueront."
        yield Problem(message, is_blocking=False, block=block)
    yield from _against_the_date(bulletin, number)
    told = NUMBER_IN_TITLE.search(bulletin.title)
    if told and int(told[1]) != number:
        message = f"Le titre dit « {told[0]} », le bulletin portera le n° {number} : ôtez le numéro du titre."
        yield Problem(message, block=Block(Page.BULLETIN, bulletin.pk, "title"))


def _against_the_date(bulletin: Bulletin, number: int) -> Iterator[Problem]:
    """A later number bears no earlier date. Issues of one day are in order; drafts have no number of their own yet."""
    if not bulletin.dated_on:
        return
    others = (
        bulletin.series.bulletins.exclude(pk=bulletin.pk)
        .exclude(status=Bulletin.Status.DRAFT)
        .filter(number__isnull=False, dated_on__isnull=False)
    )
    for known, day in others.order_by("number").values_list("number", "dated_on"):
        if (known < number and day > bulletin.dated_on) or (known > number and day < bulletin.dated_on):
            side = "après" if known < number else "avant"
            message = (
                f"Le n° {number} serait daté du {long_date(bulletin.dated_on)}, alors que le n° {known}, qui vient "
                f"{'avant' if known < number else 'après'} lui, est daté du {long_date(day)} : "
                f"choisissez un jour {side} celui-ci, ou un autre numéro."
            )
            yield Problem(message, block=Block(Page.BULLETIN, bulletin.pk, "dated_on"))
            return
