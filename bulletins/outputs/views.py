"""The other forms of a bulletin, and the page of its press kit: found, withdrawn or missing as its own page is."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import condition, require_safe

from bulletins import pages, views
from bulletins.outputs.forms import FORMS, Form, OutputUnavailable, output_of
from bulletins.outputs.keeping import Kept, folders
from bulletins.outputs.tables import contacts_of, figures_of
from bulletins.presenting import Issue
from communes.site import absolute_url

logger = logging.getLogger(__name__)


class FormConverter:
    """The end of an address that names a form."""

    regex = "|".join(FORMS)

    def to_python(self, value: str) -> Form:
        return FORMS[value]

    def to_url(self, value: str) -> str:
        return value


@require_safe
def output(request: HttpRequest, form: Form, **where: Any) -> HttpResponse:
    issue = views.asked(request, where)
    if isinstance(issue, HttpResponse):
        return issue
    try:
        kept = output_of(issue, form, origin=pages.origin(request))
    except OutputUnavailable as problem:
        logger.error("%s", problem)
        return render(request, "bulletins/pdf_unavailable.html", {"issue": issue, "is_output": True}, status=503)
    send = condition(etag_func=lambda _: f'"{kept.digest}"', last_modified_func=lambda _: kept.made_at)
    return send(partial(_file, issue=issue, form=form, kept=kept))(request)


@require_safe
def kit(request: HttpRequest, **where: Any) -> HttpResponse:
    """What a newsroom wants at hand: the forms, the figures, whom to call."""
    issue = views.asked(request, where)
    if isinstance(issue, HttpResponse):
        return issue
    files = folders([issue.edition])
    shown = {
        "issue": issue,
        "content": issue.content,
        "forms": pages.forms(issue, pages.origin(request)),
        "figures": figures_of(issue),
        "contacts": contacts_of(issue),
        "page_url": issue.bulletin.get_absolute_url() + pages.revision_asked(issue),
        "card": absolute_url(request, pages.output_url(issue, FORMS["png"])),
    }
    response = render(request, "bulletins/kit.html", shown)
    response.files = files
    return response


def _file(request: HttpRequest, *, issue: Issue, form: Form, kept: Kept) -> HttpResponse:
    name = pages.file_name(issue, form.extension)
    disposition = content_disposition_header(as_attachment=form.is_attached, filename=name)
    return HttpResponse(
        kept.path.read_bytes(), content_type=form.content_type, headers={"Content-Disposition": disposition}
    )
