"""“Registre”: the list of everybody known, and the page of one, from which a request is answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from backoffice.forged import plain_number
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from bulletins.printing import PrintingUnavailable
from ledger.erasing.models import Erasure
from ledger.register.appearing import whereabouts
from ledger.register.extract import as_json, extract_of
from ledger.register.grounds import with_use
from ledger.register.known import line_of, page_of, rows_known
from ledger.register.printing import as_pdf
from organisations.appearances import link_to

FORMS = {"json": (as_json, "application/json"), "pdf": (as_pdf, "application/pdf")}


class SearchForm(forms.Form):
    q = forms.CharField(
        label="Nom, numéro ou courriel",
        required=False,
        max_length=200,
        help_text="Sous quelque forme qu’il soit écrit\u00a0: 06.11.22.33.44, prenom.nom(at)exemple.fr.",
    )
    nature = forms.ChoiceField(label="Nature", required=False, choices=[("", "Toutes"), *Erasure.Kind.choices])


@never_cache
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The whole list is the administrators'."""
    if not request.user.has_perm("ledger.view_ledger"):
        raise PermissionDenied
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "nature": ""}
    kinds = [asked["nature"]] if asked["nature"] else list(Erasure.Kind.values)
    number = plain_number(request.GET.get("page", "")) or 1
    lines, is_followed = page_of(asked["q"], kinds=kinds, number=number)
    today = timezone.localdate()
    context = {
        "title": "Registre des personnes",
        "form": form,
        "lines": [(line, line.ground.is_due(today)) for line in lines],
        "number": number,
        "is_followed": is_followed,
        "pending": Erasure.objects.pending().count(),
    }
    return _page(request, "ledger/register.html", context)


@never_cache
@require_safe
def entry(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    row = _row(request, kind, key)
    context = {
        "title": line_of(kind, row).words,
        "line": line_of(kind, row),
        "where": whereabouts(row),
        "form_url": link_to(row),
        "erase_url": reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_act", args=[row.pk, "effacer"]),
        "pending": Erasure.objects.pending().filter(kind=kind, key=row.pk).first(),
        "may_read_all": request.user.has_perm("ledger.view_ledger"),
    }
    return _page(request, "ledger/entry.html", context)


@never_cache
@require_POST
def extract(request: HttpRequest, kind: str, key: int, form: str) -> HttpResponse:
    """A file to hand over. That it was made is told in the journal; so it is asked for by a button, not by a link."""
    if form not in FORMS:
        raise Http404
    row = _row(request, kind, key)
    make, content_type = FORMS[form]
    now = timezone.now()
    try:
        content = make(extract_of(kind, row, now=now))
    except PrintingUnavailable as unavailable:
        messages.error(request, str(unavailable))
        return HttpResponseRedirect(reverse("ledger:entry", args=[kind, key]))
    note(Kind.PERSON_EXTRACTED, by=request.user, about=row, told=form.upper(), request=request, now=now)
    name = f"extrait-{Erasure.Kind(kind).label}-{row.pk}.{form}"  # no name of anybody in the name of a file
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _row(request: HttpRequest, kind: str, key: int) -> Any:
    """Whoever may ask for an erasure reads the page of a person; accounts are the administrators'."""
    wanted = "ledger.view_ledger" if kind == Erasure.Kind.ACCOUNT else "ledger.erase_person"
    if kind not in Erasure.Kind.values:
        raise Http404
    if not request.user.has_perm(wanted):
        raise PermissionDenied
    row = with_use(rows_known(kind)).filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, template, {**admin.site.each_context(request), "subtitle": None, **context})
