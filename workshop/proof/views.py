"""“Bon à tirer”: the remarks on a bulletin, as a page and as the fragment that the Atelier loads beside it."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from backoffice.forged import plain_number
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note_once_a_day
from bulletins.models import Bulletin
from bulletins.pages import preview_note
from bulletins.presenting import proof_of
from bulletins.printing import printing_problem, render_pdf
from bulletins.reach.rule import refuse_beyond, within
from communes.site import site_url
from french.wording import counted
from workshop.models import ProofRemark
from workshop.page.asking import is_script
from workshop.proof.coverage import WIDTH, board_of
from workshop.proof.mending import Mended, MendRefusal, mend_texts, take_back
from workshop.proof.showing import remarks_shown

WIDTHS = {"telephone": "Téléphone", "ecran": "Écran", "papier": "Papier"}
ISSUES = (1, 3, 5, 10)
SESSION = "workshop_mended"  # what was mended last, to take it back


@never_cache
@require_safe
def checks(request: HttpRequest, bulletin: int) -> HttpResponse:
    """The fragment alone."""
    return TemplateResponse(request, "workshop/proof/remarks.html", _shown(request, _seen(request, bulletin)))


@never_cache
@require_safe
def proof(request: HttpRequest, bulletin: int) -> HttpResponse:
    row = _seen(request, bulletin)
    bulletins = admin.site.get_model_admin(Bulletin)
    context = {
        **admin.site.each_context(request),
        **_shown(request, row),
        "title": "Bon à tirer",
        "subtitle": None,
        "opts": Bulletin._meta,
        "object": row,
        "acts": bulletins.offered_acts(request, row),
        "may_change": bulletins.has_change_permission(request, row),
        "unresolved": ProofRemark.objects.filter(link__bulletin=row, resolved_at=None).count(),
    }
    return TemplateResponse(request, "workshop/proof/page.html", context)


@require_POST
def mend(request: HttpRequest, bulletin: int) -> HttpResponse:
    """One text, or all those whose spaces and quotation marks are to be set."""
    row = _seen(request, bulletin, to_change=True)
    asked = {name: request.POST.get(name, "") for name in ("name", "target", "seen")}
    try:
        mended = mend_texts(bulletin=row, by=request.user, **asked)
    except MendRefusal as refusal:
        return _answer(request, row, str(refusal), messages.ERROR)
    if not mended:
        return _answer(request, row, "Il n’y avait plus rien à corriger.", messages.INFO)
    request.session[SESSION] = {"bulletin": row.pk, "texts": [astuple(one) for one in mended]}
    return _answer(request, row, f"{counted(len(mended), 'texte corrigé', 'textes corrigés')}.", messages.SUCCESS)


@require_POST
def undo(request: HttpRequest, bulletin: int) -> HttpResponse:
    """Take the last mending back."""
    row = _seen(request, bulletin, to_change=True)
    last = request.session.pop(SESSION, None)
    if not last or last["bulletin"] != row.pk:
        return _answer(request, row, "Il n’y a pas de correction à annuler.", messages.INFO)
    try:
        count = take_back(bulletin=row, mended=[Mended(*one) for one in last["texts"]], by=request.user)
    except MendRefusal as refusal:
        return _answer(request, row, str(refusal), messages.ERROR)
    return _answer(request, row, f"{counted(count, 'texte remis', 'textes remis')} comme avant.", messages.SUCCESS)


def _seen(request: HttpRequest, pk: int, *, to_change: bool = False) -> Bulletin:
    row = get_object_or_404(Bulletin.objects.select_related("series"), pk=pk)
    if not request.user.has_perm(f"bulletins.{'change' if to_change else 'view'}_bulletin"):
        raise PermissionDenied
    refuse_beyond(request.user, row)
    return row


def _shown(request: HttpRequest, row: Bulletin) -> dict[str, Any]:
    last = request.session.get(SESSION)
    is_mended = bool(last and last["bulletin"] == row.pk)
    return {
        **remarks_shown(row, request.user),
        "can_undo": is_mended and request.user.has_perm("bulletins.change_bulletin"),
    }


def _answer(request: HttpRequest, row: Bulletin, sentence: str, level: int) -> HttpResponse:
    """Back to the page; to a script of the page or of the Atelier, the remarks as they are now."""
    if is_script(request):
        context = {**_shown(request, Bulletin.objects.select_related("series").get(pk=row.pk)), "sentence": sentence}
        status = 409 if level == messages.ERROR else 200
        return TemplateResponse(request, "workshop/proof/remarks.html", context, status=status)
    messages.add_message(request, level, sentence)
    return HttpResponseRedirect(reverse("workshop:proof", args=[row.pk]))


@never_cache
@require_safe
def preview(request: HttpRequest, bulletin: int) -> HttpResponse:
    """The bulletin as it will be read, on a telephone, on a screen or on paper, with the way back."""
    row = _seen(request, bulletin)
    width = request.GET.get("largeur", "")
    context = {
        **admin.site.each_context(request),
        "title": "Aperçu",
        "subtitle": None,
        "opts": Bulletin._meta,
        "object": row,
        "width": width if width in WIDTHS else next(iter(WIDTHS)),
        "widths": WIDTHS,
        "is_printable": printing_problem() is None,
        "may_change": request.user.has_perm("bulletins.change_bulletin"),
        "note": preview_note(row),
    }
    return TemplateResponse(request, "workshop/proof/preview.html", context)


@never_cache
@require_safe
def proof_pdf(request: HttpRequest, bulletin: int) -> HttpResponse:
    """The draft on paper, marked “épreuve” on each page. Made anew each time, kept nowhere."""
    row = _seen(request, bulletin)
    if problem := printing_problem():
        messages.error(request, problem)
        return HttpResponseRedirect(reverse("workshop:proof", args=[row.pk]))
    now = timezone.now()
    content = render_pdf(proof_of(row), origin=site_url(request), proofed_at=now)
    note_once_a_day(Kind.EXPORTED, by=request.user, about=row, told="épreuve en PDF", request=request)
    name = f"epreuve-{row.series.slug}-{timezone.localtime(now):%Y-%m-%d-%Hh%M}.pdf"
    disposition = content_disposition_header(as_attachment=False, filename=name)
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


@never_cache
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """What a draft, the newest unless another is asked for, and the issues before it tell of."""
    if not request.user.has_perm("bulletins.view_bulletin"):
        raise PermissionDenied
    rows = within(request.user, Bulletin.objects.filter(status=Bulletin.Status.DRAFT).select_related("series"))
    drafts = list(rows.order_by("-updated_at"))
    asked, number = request.GET.get("bulletin", ""), plain_number(request.GET.get("numeros", ""))
    chosen = next((one for one in drafts if str(one.pk) == asked), drafts[0] if drafts and asked != "aucun" else None)
    issues = number if number in ISSUES else ISSUES[1]
    context = {
        **admin.site.each_context(request),
        "title": "Couverture",
        "subtitle": None,
        "board": board_of(chosen, issues=issues),
        "width": WIDTH,
        "drafts": drafts,
        "chosen": chosen,
        "issues": issues,
        "choices": ISSUES,
    }
    return TemplateResponse(request, "workshop/proof/coverage.html", context)
