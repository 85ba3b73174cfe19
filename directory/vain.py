"""Keeping what was searched in vain, so that officers see it. Nothing is kept of who searched."""

from __future__ import annotations

import re
from datetime import date

from django.db import DatabaseError, connections, router, transaction

from directory.finding.filters import DirectoryFilter
from directory.models import VainSearch
from french.accents import sort_key
from french.wording import enumerated

MOST_KEPT = 2000  # rows: a visitor with a list of words must not fill the table
LONGEST = 80
PERSONAL = re.compile(r"@|\d(?:[ .-]?\d){6,}")  # an address, a telephone number

# No page waits until a count is on the disk: after a crash the last ones may be missing.
COUNTED = """
    SET LOCAL synchronous_commit TO off;
    UPDATE directory_vainsearch SET times = times + 1, last_on = %s WHERE words = %s AND place = %s
"""


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
        with transaction.atomic(), connections[router.db_for_write(VainSearch)].cursor() as cursor:
            cursor.execute(COUNTED, [today, words, place])
            if cursor.rowcount:
                return
            if VainSearch.objects.count() < MOST_KEPT:
                VainSearch.objects.bulk_create(
                    [VainSearch(words=words, place=place, first_on=today, last_on=today)], ignore_conflicts=True
                )
    except DatabaseError:
        return  # a database that only reads still answers
