"""“Journal”, for administrators: the lines, and their spreadsheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from backoffice.forged import plain_number
from backoffice.journal.kinds import Kind
from backoffice.journal.leading import may_read
from backoffice.journal.reading import COLUMNS, AskedForm, cells, lines_for, nature_of, page_of
from backoffice.journal.writing import note
from french.spreadsheets import csv_lines
from french.wording import long_date


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    _only_administrators(request)
    form = AskedForm(request.GET)
    is_valid = form.is_valid()
    lines, following = [], None
    if is_valid:
        lines, following = page_of(lines_for(form.cleaned_data), before=plain_number(request.GET.get("avant", "")))
    record = form.cleaned_data.get("fiche", "") if is_valid else ""
    context = {
        **admin.site.each_context(request),
        "title": "Journal",
        "subtitle": None,
        "form": form,
        "lines": lines,
        "following": following,
        "is_later": "avant" in request.GET,
        "is_filtered": is_valid and any(form.cleaned_data.values()),
        "record": record and f"{nature_of(record.partition(':')[0])} {record.partition(':')[2]}",
        "record_words": next((one.line.words for one in lines), "") if record else "",
    }
    return TemplateResponse(request, "backoffice/journal.html", context, status=200 if is_valid else 400)


@require_POST
def journal_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The lines that the page shows, all of them. That they left is a line too."""
    _only_administrators(request)
    form = AskedForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Les filtres n’ont pas pu être lus.", content_type="text/plain; charset=utf-8")
    told = ", ".join(
        f"{form[name].label.lower()}\u00a0: {_in_words(value)}" for name, value in form.cleaned_data.items() if value
    )
    note(Kind.EXPORTED, by=request.user, told=f"journal en CSV ({told or 'tout'})", request=request)
    rows = map(cells, lines_for(form.cleaned_data).iterator(chunk_size=2000))
    name = f"journal-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        csv_lines(COLUMNS, rows),
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def _in_words(value: Any) -> str:
    """What a filter asked for, as the page shows it."""
    if isinstance(value, date):
        return long_date(value)
    return Kind(value).label if value in Kind.values else value


def _only_administrators(request: HttpRequest) -> None:
    if not may_read(request.user):
        raise PermissionDenied
