"""Public pages of the bulletins, and the preview for editors. Each reads the frozen edition, not today's rows."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import condition, require_safe

from bulletins import pages
from bulletins.listing.paging import page_of_editions, told_editions
from bulletins.listing.telling import by_year, teasers_of
from bulletins.models import Bulletin, Edition
from bulletins.outputs.keeping import Kept, folders
from bulletins.presenting import Issue, issues_of, proof_of
from bulletins.printing import PrintingUnavailable, print_issue, printed_context
from bulletins.reach.rule import refuse_beyond
from communes.site import site_url
from french.wording import long_date

logger = logging.getLogger(__name__)

PER_PAGE = 20
LATEST = 3
# What an address means beside what it says.
MAIN_SERIES = {"series__is_main": True, "kind": Bulletin.Kind.NUMBERED}
SPECIAL = {"kind": Bulletin.Kind.SPECIAL}


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    page = page_of_editions(request.GET.get("page"), per_page=PER_PAGE)
    return render(request, "bulletins/archive.html", {"page": page, "years": by_year(teasers_of(page.object_list))})


@require_safe
def follow(request: HttpRequest) -> HttpResponse:
    """What the feed of the bulletins is, its address, and what it last brought: browsers show feeds as code."""
    latest = teasers_of(told_editions()[:LATEST])
    address = pages.origin(request) + reverse("bulletins:feed")
    return render(request, "bulletins/follow.html", {"latest": latest, "address": address})


@require_safe
def bulletin(request: HttpRequest, **where: Any) -> HttpResponse:
    issue = asked(request, where)
    if isinstance(issue, HttpResponse):
        return issue
    files = folders([issue.edition])
    response = render(request, "bulletins/bulletin.html", pages.context(issue, request))
    response.files = files
    return response


@require_safe
def pdf(request: HttpRequest, **where: Any) -> HttpResponse:
    issue = asked(request, where)
    if isinstance(issue, HttpResponse):
        return issue
    try:
        printed = print_issue(issue, origin=pages.origin(request))
    except PrintingUnavailable as problem:
        logger.error("%s", problem)
        return render(request, "bulletins/pdf_unavailable.html", {"issue": issue}, status=503)
    send = condition(etag_func=lambda _: f'"{printed.digest}"', last_modified_func=lambda _: printed.made_at)
    return send(partial(_file, issue=issue, printed=printed))(request)


@never_cache
@login_required
@permission_required("bulletins.view_bulletin", raise_exception=True)
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What publication would freeze now, to whoever may see drafts. The workshop frames it at other widths."""
    draft = get_object_or_404(Bulletin.objects.select_related("series"), pk=pk)
    refuse_beyond(request.user, draft)
    issue = proof_of(draft)
    if request.GET.get("cadre") == "papier":
        sheet = printed_context(issue, origin=site_url(request), proofed_at=timezone.now())
        return render(request, "bulletins/paper.html", sheet)
    shown = {
        "issue": issue,
        "content": issue.content,
        "is_preview": True,
        "is_framed": "cadre" in request.GET,
        "note": pages.preview_note(draft),
        "back_url": reverse("workshop:preview", args=[pk]),
    }
    return render(request, "bulletins/bulletin.html", shown)


def asked(request: HttpRequest, where: dict[str, Any]) -> Issue | HttpResponse:
    """The issue that an address asks for, or the answer where there is none to read: withdrawn, or never published."""
    current = _current(where)
    if current is None:
        return _hole(request, where)
    is_public = current.bulletin.is_published
    return _issue(current, request) if is_public else _gone(request, current.bulletin)


def _file(request: HttpRequest, *, issue: Issue, printed: Kept) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=False, filename=pages.file_name(issue, "pdf"))
    return HttpResponse(
        printed.path.read_bytes(), content_type="application/pdf", headers={"Content-Disposition": disposition}
    )


def _current(where: dict[str, Any]) -> Edition | None:
    """The last revision of a bulletin that is or was public, with it. A draft does not exist for readers."""
    known = Edition.objects.filter(bulletin__status__in=[Bulletin.Status.PUBLISHED, Bulletin.Status.WITHDRAWN])
    asked = {f"bulletin__{name}": value for name, value in where.items()}
    return known.select_related("bulletin__series").filter(**asked).order_by("-revision").first()


def _hole(request: HttpRequest, where: dict[str, Any]) -> HttpResponse:
    """A number that the series has passed over: the reason, and its neighbours.

    404 all the same: nothing is published at this address, so no link checker, search engine or archive may take the
    explanation for the bulletin, and the day it is published the address must not be known as something else.
    """
    hole = pages.hole(where) if "number" in where else None
    if hole is None:
        raise Http404("Ce bulletin n’existe pas.")
    return render(request, "bulletins/hole.html", hole, status=404)


def _issue(current: Edition, request: HttpRequest) -> Issue:
    """The current edition, or the one asked for by `?revision=`."""
    asked = request.GET.get("revision")
    if asked is None and not current.is_rectification:
        (issue,) = issues_of([current])
        return issue
    revisions = current.bulletin.editions
    editions = list(revisions.defer("snapshot").order_by("revision"))
    wanted = [one for one in editions if str(one.revision) == asked] if asked is not None else [current]
    if not wanted:
        raise Http404("Cette révision n’existe pas.")
    edition = current if wanted == [current] else revisions.get(pk=wanted[0].pk)
    (issue,) = issues_of([edition], earlier=[one for one in editions if one.revision < edition.revision])
    issue.is_replaced = edition != editions[-1]
    return issue


def _gone(request: HttpRequest, found: Bulletin) -> HttpResponse:
    """410, with the explanation that the editor wrote for readers and the bulletin that replaces it, if public."""
    replacement = Bulletin.objects.published().select_related("series").filter(pk=found.replaced_by_id).first()
    shown = {
        "label": found.label,
        "withdrawn_on": long_date(localtime(found.withdrawn_at).date()),
        "note": found.withdrawal_note,
        "replacement": replacement,
    }
    return render(request, "bulletins/gone.html", shown, status=410)
