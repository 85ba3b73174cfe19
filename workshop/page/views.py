"""The Atelier's page, and what its script asks of the server."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from backoffice.history import name_of
from bulletins.composing import ComposingRefusal
from bulletins.models import Bulletin
from bulletins.reach.rule import refuse_beyond
from bulletins.starting import StartingRefusal, start_bulletin
from workshop.page.arranging import arrange
from workshop.page.asking import for_writers, is_script, refusal, text_in
from workshop.page.blocks import BlockRefused, StaleBlock, find_block, write_block
from workshop.page.candidates import candidates, filters_for
from workshop.page.forms import StartForm
from workshop.page.presence import leave, note_presence
from workshop.page.showing import page_of


@require_safe
@ensure_csrf_cookie
def page(request: HttpRequest, bulletin: int) -> HttpResponse:
    """The bulletin with each block in its place. Without a script, links lead to the forms."""
    row = _readable(request, bulletin)
    # What was done on the page before is told to a person; the script, which asks for the page anew, leaves it to them.
    told = [] if is_script(request) else messages.get_messages(request)
    context = {**page_of(request, row), **_panel(request, row), "told": told}
    return TemplateResponse(request, "workshop/page.html", context)


@require_safe
def to_place(request: HttpRequest, bulletin: int) -> HttpResponse:
    """The rows of “À placer” alone, for the script."""
    row = _readable(request, bulletin)
    return render(request, "workshop/candidates.html", {"bulletin": row, **_panel(request, row)})


def new(request: HttpRequest) -> HttpResponse:
    """“Nouveau bulletin”: what to begin with. POST makes the draft and opens it."""
    if not request.user.has_perm("bulletins.add_bulletin"):
        raise PermissionDenied
    form = StartForm(request.user, request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            draft = start_bulletin(**form.cleaned_data, by=request.user)
        except StartingRefusal as refused:
            form.add_error(None, str(refused))
            status = 409
        else:
            return HttpResponseRedirect(reverse("workshop:page", args=[draft.pk]))
    context = {**admin.site.each_context(request), "form": form, **form.offers()}
    return TemplateResponse(request, "workshop/new.html", context, status=status)


@for_writers
def save_block(request: HttpRequest, bulletin: Bulletin, sent: dict[str, Any]) -> JsonResponse:
    """Save one block: {block, text, opened}. 409 with both texts when another was written meanwhile."""
    try:
        block = write_block(
            bulletin=bulletin,
            key=text_in(sent, "block"),
            text=text_in(sent, "text"),
            opened_on=text_in(sent, "opened"),
            by=request.user,
        )
    except StaleBlock as stale:
        return refusal(
            str(stale),
            status=409,
            theirs=stale.block.text,
            by=stale.by,
            pieces=[{"kind": piece.kind, "text": piece.text} for piece in stale.pieces],
        )
    except (BlockRefused, ComposingRefusal) as refused:
        return refusal(str(refused), status=422)
    return JsonResponse({"text": block.text, "at": _hour(), "version": _version(bulletin)})


@for_writers
def arrange_parts(request: HttpRequest, bulletin: Bulletin, sent: dict[str, Any]) -> JsonResponse:
    """One act on the order: {act, …}, see `workshop.page.arranging`."""
    try:
        kind, key = arrange(bulletin, sent, by=request.user)
    except ComposingRefusal as refused:
        return refusal(str(refused), status=409)
    return JsonResponse({"kind": kind, "id": key, "at": _hour(), "version": _version(bulletin)})


@for_writers
def ping(request: HttpRequest, bulletin: Bulletin, sent: dict[str, Any]) -> JsonResponse:
    """A sign of life: {block} that is open, or {leaving}. Tells who else is there, and the bulletin's version."""
    if sent.get("leaving") is True:
        leave(bulletin=bulletin, by=request.user)
        return JsonResponse({})
    key = text_in(sent, "block")
    if key:
        try:
            find_block(bulletin, key)
        except BlockRefused:
            key = ""
    present = note_presence(bulletin=bulletin, by=request.user, block=key)
    others = [{"name": name_of(one.user), "block": one.block} for one in present]
    return JsonResponse({"others": others, "version": bulletin.version})


def _readable(request: HttpRequest, pk: int) -> Bulletin:
    if not request.user.has_perm("bulletins.change_bulletin"):
        raise PermissionDenied
    row = get_object_or_404(Bulletin.objects.select_related("series", "created_by"), pk=pk)
    refuse_beyond(request.user, row)
    return row


def _panel(request: HttpRequest, bulletin: Bulletin) -> dict[str, Any]:
    words, only = request.GET.get("q", ""), request.GET.get("filtre", "")
    filters = filters_for(request.user)
    return {
        "words": words,
        "only": only if only in filters else "",
        "filters": filters,
        "found": candidates(bulletin, words=words, only=only, account=request.user),
    }


def _hour() -> str:
    """“14 h 32”, as the page tells when something was saved."""
    return date_format(timezone.localtime(), "G\u00a0\\h\u00a0i")


def _version(bulletin: Bulletin) -> int:
    return Bulletin.objects.values_list("version", flat=True).get(pk=bulletin.pk)
