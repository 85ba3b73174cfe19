"""The page of all that was said of a record; POST makes one act and comes back to the record's form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache

from backoffice.forged import plain_number, refuse_forged_form
from bulletins.models import Bulletin
from communes.site import site_url
from initiatives.models import Initiative
from workshop.models import Assignment, Comment
from workshop.models.talking import Record
from workshop.page.asking import is_script
from workshop.talking.forms import AnswerForm, EntrustForm, SayForm
from workshop.talking.mails import ANCHOR, record_path
from workshop.talking.panel import TEMPLATE, may_talk, open_talk, talk_about
from workshop.talking.services import (
    TalkingRefusal,
    answer,
    entrust,
    finish,
    refuse_beyond_record,
    reopen,
    resolve,
    say,
)

RECORDS = {
    "initiative": Initiative.objects.defer("search_vector").select_related("created_by"),
    "bulletin": Bulletin.objects.select_related("series", "created_by"),
}


@never_cache
def talk(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    if kind not in RECORDS or pk >= 2**63:
        raise Http404
    record = get_object_or_404(RECORDS[kind].all(), pk=pk)
    if not may_talk(request.user, record):
        raise PermissionDenied
    refuse_beyond_record(request.user, record)
    if request.method == "POST":
        refuse_forged_form(request.POST)
        act = ACTS.get(request.POST.get("acte", ""))
        if act is None:
            raise Http404
        refused = act(request, record)
        if is_script(request):
            return _beside(request, record, status=422 if refused else 200, **refused)
        if not refused:
            return HttpResponseRedirect(f"{record_path(record)}#{ANCHOR}")
        return _page(request, record, status=422, **refused)
    return _beside(request, record) if is_script(request) else _page(request, record)


def _beside(request: HttpRequest, record: Record, *, status: int = 200, **refused: Any) -> HttpResponse:
    """What is open, as the fragment that the Atelier shows beside the blocks, and what was just done."""
    said = [str(message) for message in messages.get_messages(request)] if request.method == "POST" else []
    context = {"panel": open_talk(record, **refused), "said": said}
    return TemplateResponse(request, "workshop/talking/beside.html", context, status=status)


def _page(request: HttpRequest, record: Record, *, status: int = 200, **refused: Any) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": "Échanges",
        "subtitle": None,
        "opts": record._meta,
        "object": record,
        "template": TEMPLATE,
        "panel": talk_about(record, comments=Comment.objects.all(), **refused),
    }
    return TemplateResponse(request, "workshop/talking/page.html", context, status=status)


def _say(request: HttpRequest, record: Record) -> dict[str, Any]:
    form = SayForm(request.POST, auto_id="id_echange_%s")
    done = form.is_valid() and _done(request, form, lambda origin: _opened(request, record, form, origin))
    return {} if done else {"say_form": form}


def _opened(request: HttpRequest, record: Record, form: SayForm, origin: str) -> str:
    comment = say(about=record, by=request.user, origin=origin, **form.cleaned_data)
    return _told(comment)


def _answer(request: HttpRequest, record: Record) -> dict[str, Any]:
    first = _exchange(request, record)
    form = AnswerForm(request.POST, auto_id=f"id_reponse_{first.pk}_%s")

    def act(origin: str) -> str:
        return _told(answer(comment=first, by=request.user, origin=origin, **form.cleaned_data))

    return {} if form.is_valid() and _done(request, form, act) else {"refused": (first.pk, form)}


def _resolve(request: HttpRequest, record: Record) -> dict[str, Any]:
    first = _exchange(request, record)
    try:
        resolve(comment=first, by=request.user)
        messages.success(request, "L’échange est réglé : il reste lisible parmi ceux qui le sont.")
    except TalkingRefusal as refusal:
        messages.warning(request, str(refusal))
    return {}


def _reopen(request: HttpRequest, record: Record) -> dict[str, Any]:
    reopen(comment=_exchange(request, record), by=request.user)
    messages.success(request, "L’échange est rouvert.")
    return {}


def _entrust(request: HttpRequest, record: Record) -> dict[str, Any]:
    form = EntrustForm(request.POST, auto_id="id_tache_%s")

    def act(origin: str) -> str:
        entrust(about=record, by=request.user, origin=origin, **form.cleaned_data)
        return "La tâche est confiée : elle est dite sur la première page de cette personne."

    return {} if form.is_valid() and _done(request, form, act) else {"entrust_form": form}


def _finish(request: HttpRequest, record: Record) -> dict[str, Any]:
    row = get_object_or_404(Assignment.objects.about(record), pk=_key(request, "tache"))
    finish(assignment=row, by=request.user)
    messages.success(request, "C’est noté : la tâche est faite.")
    return {}


ACTS: dict[str, Callable[[HttpRequest, Record], dict[str, Any]]] = {
    "dire": _say,
    "repondre": _answer,
    "regler": _resolve,
    "rouvrir": _reopen,
    "confier": _entrust,
    "faite": _finish,
}


def _done(request: HttpRequest, form: Any, act: Callable[[str], str]) -> bool:
    """True when the act was done and said; a refusal goes to the form, with what was typed."""
    try:
        messages.success(request, act(site_url(request)))
    except TalkingRefusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _told(comment: Comment) -> str:
    return (
        "Votre message est là, et les personnes concernées sont prévenues."
        if comment.told.exists()
        else ("Votre message est là.")
    )


def _exchange(request: HttpRequest, record: Record) -> Comment:
    return get_object_or_404(Comment.objects.opening().about(record), pk=_key(request, "message"))


def _key(request: HttpRequest, name: str) -> int:
    key = plain_number(request.POST.get(name, ""))
    if key is None:
        raise Http404
    return key
