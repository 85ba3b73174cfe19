"""A bulletin in a list, cast from a few moulds: a page shows twenty, which differ in words alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils.safestring import SafeString

from backoffice.casting.moulds import Mould, hole
from bulletins.presenting import Issue

TEASER = "components/bulletin_teaser.html"


@dataclass(frozen=True)
class Teaser:
    """`day` as the edition has it, “2020-04-30”, or empty; `html` is the component, with everything escaped."""

    day: str
    html: SafeString


def teaser_of(issue: Issue) -> Teaser:
    label, day, rectified = issue.heading_label, issue.content["dated_on"], issue.rectified
    headlines = {f"headline{rank}": headline for rank, headline in enumerate(issue.headlines)}
    values = {
        "LABEL": label,
        "label": label.lower(),
        "title": issue.title,
        "date": issue.written_date,
        "datetime": day,
        "url": issue.bulletin.get_absolute_url(),
        "pdf_url": issue.bulletin.get_pdf_url(),
        "count": issue.counted,
        "rectified": rectified,
    }
    mould = _mould(headlines=len(headlines), has_day=bool(day), is_rectified=bool(rectified))
    return Teaser(day, mould.filled(values | headlines))


@cache
def _mould(*, headlines: int, has_day: bool, is_rectified: bool) -> Mould:
    return Mould.made(
        TEASER,
        {
            "label": hole("LABEL"),  # which the component writes in small letters too, and so the name of its hole
            "date": hole("date") if has_day else "",
            "rectified": hole("rectified") if is_rectified else "",
            "headlines": [hole(f"headline{rank}") for rank in range(headlines)],
            **{name: hole(name) for name in ("title", "datetime", "url", "pdf_url", "count")},
        },
    )
