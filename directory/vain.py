"""Keeping what was searched in vain, so that officers see it. Nothing is kept of who searched."""

from __future__ import annotations

import re
from datetime import date

from django.db import DatabaseError, transaction
from django.db.models import F

from directory.finding.filters import DirectoryFilter
from directory.models import VainSearch
from french.accents import sort_key
from french.wording import enumerated

MOST_KEPT = 2000  # rows: a visitor with a list of words must not fill the table
LONGEST = 80
PERSONAL = re.compile(r"@|\d(?:[ .-]?\d){6,}")  # an address, a telephone number


def note_vain_search(chosen: DirectoryFilter, *, today: date) -> None:
    """Count the words of a search that nothing answers. Three queries at most; never in the way of the page.

    It is the one thing that reading a page writes: a mere count, which no page shows to the public.
    """
    words = " ".join(sort_key(term.text) for term in chosen.reading.words.terms if term.is_plain).strip()
    if not words or len(words) > LONGEST or PERSONAL.search(chosen.reading.words.text):
        return
    labels = (*chosen.values["commune"].labels.values(), *chosen.values["territoire"].labels.values())
    place = enumerated(list(labels))[:120]
    try:
        with transaction.atomic():
            known = VainSearch.objects.filter(words=words, place=place)
            if known.update(times=F("times") + 1, last_on=today):
                return
            if VainSearch.objects.count() < MOST_KEPT:
                VainSearch.objects.bulk_create(
                    [VainSearch(words=words, place=place, first_on=today, last_on=today)], ignore_conflicts=True
                )
    except DatabaseError:
        return  # a database that only reads still answers
