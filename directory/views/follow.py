from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from communes.site import absolute_url
from directory.cards.keeping import cards_of, in_order
from directory.finding.filters import NEWEST, DirectoryFilter
from directory.finding.guidance import directory_url
from directory.groups.now import found_by
from directory.index.standing import searched
from directory.views.directory import heading
from french.wording import NBSP

LATEST = 5


@require_safe
def follow(request: HttpRequest) -> HttpResponse:
    """What a feed of this search is, its address, and what it last brought: browsers show feeds as code."""
    chosen = searched(request.GET)
    query = chosen.query(tri="")
    return render(
        request,
        "directory/follow.html",
        {
            "filters": chosen,
            "subject": "les initiatives" + (f"{NBSP}: {', '.join(about)}" if (about := heading(chosen)) else ""),
            "address": absolute_url(request, feed_url(chosen)),
            "back": directory_url(chosen),
            "canonical": reverse("initiatives:follow") + (f"?{query}" if query else ""),
            "cards": cards_of(in_order(found_by(chosen).newest(LATEST))),
        },
    )


def feed_url(chosen: DirectoryFilter) -> str:
    """The feed of the search, newest first whatever the page is sorted by: readers look at its first page only."""
    is_newest_first = chosen.sort == NEWEST and not chosen.is_nearest_first
    query = chosen.query(tri="" if is_newest_first else NEWEST)
    return reverse("initiatives:atom") + (f"?{query}" if query else "")
