"""In which series a document belongs: proposed from its printed title, chosen by the officer.

Two series both have a number 2: a bulletin read into the wrong one collides with its number, or takes another's.
"""

from __future__ import annotations

import re

from django.contrib.auth.models import AbstractBaseUser

from bulletins.models import Bulletin, Series
from bulletins.reach.rule import series_within
from documents.review.draft import Draft
from french.accents import sort_key

# “n° 7” in a title: the number has its own field, and is printed from there.
PRINTED_NUMBER = re.compile(r"[\s,:–—-]*\bn\s*[°ºo]\s*\d+\b", re.IGNORECASE)
LEAST_SHARED = 2  # words: “Inondations” alone opens many titles
NAME_LENGTH = 120


def bare_title(title: str) -> str:
    """The title without the number that the document printed in it."""
    return " ".join(PRINTED_NUMBER.sub("", title).split())


def propose_series(draft: Draft) -> None:
    """Choose the series that the printed title names; a doubt where it names none and a number counts in one."""
    head = draft["bulletin"]
    remarks = [remark for remark in draft["remarks"] if remark["field"] != "series"]
    printed = bare_title(head["title"])
    named = _named_by(sort_key(printed))
    head |= {"series": named.pk if named else None, "new_series": ""}
    if named is None and printed and head["kind"] != "special" and Series.objects.exists():
        # Which one it would go into depends on who accepts it: the form says so.
        message = (
            f"Le titre «\u00a0{printed}\u00a0» n’est celui d’aucune série\u00a0: sans votre choix, le bulletin "
            "ira dans celle que dit l’en-tête."
        )
        remarks.append({"field": "series", "level": "warning", "message": message})
    draft["remarks"] = remarks


def series_of(head: Draft, *, by: AbstractBaseUser) -> Series | None:
    """The series chosen for a draft, by default the first that is entrusted to the account; None for one that is still
    to be made, or without any."""
    if head.get("new_series"):
        return None
    chosen = Series.objects.filter(pk=head["series"]).first() if head.get("series") else None
    return chosen or series_within(by).first()


def bulletin_with_number(number: int | None, series: Series | None) -> Bulletin | None:
    """The bulletin of this series that has this number already."""
    if not number or series is None:
        return None
    return Bulletin.objects.filter(series=series, number=number).first()


def _named_by(title: str) -> Series | None:
    """By its name, or by the title that its bulletins print: the same, or one opens the other."""
    if not title:
        return None
    known = [(sort_key(series.name), series) for series in Series.objects.all()]
    known += [
        (sort_key(bare_title(bulletin.title)), bulletin.series)
        for bulletin in Bulletin.objects.filter(kind=Bulletin.Kind.NUMBERED).select_related("series").order_by("-pk")
    ]
    exact = next((series for name, series in known if name == title), None)
    return exact or next((series for name, series in known if _opens(name, title) or _opens(title, name)), None)


def _opens(start: str, whole: str) -> bool:
    return start.count(" ") + 1 >= LEAST_SHARED and whole.startswith(f"{start} ")
