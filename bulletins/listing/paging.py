"""The bulletins of one page of the archive, and how many there are in all."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window

from bulletins.models import Edition
from bulletins.pages import LINKED, published_editions

# What lists and feeds ask of an edition besides its content.
TOLD = ("revision", "sha256", "published_at", "correction", "occulted_at", *LINKED, "bulletin__created_at")
FIRST, FURTHEST = 1, 1_000_000


def told_editions() -> QuerySet[Edition]:
    """As `published_editions`, without the snapshots and what else no list shows."""
    return published_editions().only(*TOLD)


def page_of_editions(asked: Any, *, per_page: int) -> Page:
    """The page that an address asks for, as `Paginator.get_page` understands it. One query where there is such a page,
    for its rows come with the number of all; three otherwise."""
    paginator = Paginator(told_editions(), per_page)
    number = _number(asked)
    rows = []
    if FIRST <= number <= FURTHEST:
        start = (number - 1) * per_page
        rows = list(told_editions().annotate(of=Window(Count("pk")))[start : start + per_page])
    if not rows:
        return paginator.get_page(asked)
    paginator.count = rows[0].of
    return Page(rows, number, paginator)


def _number(asked: Any) -> int:
    try:
        return int(asked)
    except (TypeError, ValueError):
        return FIRST
