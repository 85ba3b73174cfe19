"""The box “Écrire, c’est saisir”: its page, and what its script asks for. Every rule is the services'."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backoffice.forged import plain_number
from backoffice.records.likenesses import warn_of_duplicates
from backoffice.returning import back_url, came_from
from bulletins.models import Bulletin, Section
from bulletins.reach.rule import refuse_beyond
from documents.entering.likeness import initiatives_like
from documents.refusals import DraftRefusal
from documents.review.forms import PERIODS, ROLES
from documents.review.marking import VALUE_LABELS
from documents.review.screen import GROUPS
from initiatives.admin.acts import name_in_title
from initiatives.admin.initiatives import MERGING
from initiatives.duplicates import probable_duplicates
from initiatives.models import Initiative, Theme
from initiatives.services import private_contact_sentence
from organisations.contacts import CONTACT_KINDS
from organisations.models import Organisation
from workshop.page.asking import is_script
from workshop.writing.chips import chips_of, shown
from workshop.writing.correcting import added_chip, corrected_chip
from workshop.writing.forms import Typed, proposed_link
from workshop.writing.known import choices, known_initiatives
from workshop.writing.services import Saved, TypedRefusal, save_typed
from workshop.writing.understanding import checked_text, prepare, understand

ADDING = "initiatives.add_initiative"
COMPOSING = "bulletins.change_bulletin"


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """The page; sent, it understands the text (`act` “understand”, without script), adds a chip (“add”), or saves."""
    _refuse_without(request, ADDING)
    section = _section(request)
    if request.method != "POST":
        prepare()
        return _page(request, Typed(theme=section.theme.slug if section else ""), section)
    typed = Typed()
    try:
        typed = Typed.sent(request.POST)
        return _acted(request, typed, section)
    except (DraftRefusal, TypedRefusal) as refusal:
        if is_script(request):
            return _refused(refusal)
        if not typed.text:  # even a text that cannot be read comes back as it was typed
            typed = Typed(text=request.POST.get("text", ""), title=request.POST.get("title", ""))
        return _page(request, typed, section, refusal=str(refusal), status=422)


@require_POST
def understand_text(request: HttpRequest) -> JsonResponse:
    """What a text says, for the margin: chips, title, theme, day, known initiatives, remarks."""
    _refuse_without(request, ADDING)
    section = _section(request)
    try:
        text = checked_text(request.POST.get("text", ""))
    except DraftRefusal as refusal:
        return _refused(refusal)
    day = section.bulletin.dated_on if section else None
    found = understand(text, day=day.isoformat() if day else None)
    return JsonResponse(
        {
            "title": found.initiative["title"],
            "theme": section.theme.slug if section else found.theme,
            "day": "/".join(reversed(found.day.split("-"))) if found.day else "",
            "chips": [shown(chip, found.initiative) for chip in chips_of(found.initiative)],
            "known": known_initiatives(found.initiative),
            "link": proposed_link(found.initiative, cites=section is not None),
            "remarks": found.remarks,
        }
    )


@require_POST
def make_chip(request: HttpRequest) -> JsonResponse:
    """One chip: added from words (`add_kind`, `add_text`), or that of place `chip` corrected by the fields `edit-…`."""
    _refuse_without(request, ADDING)
    try:
        typed = Typed.sent(request.POST)
        initiative = typed.initiative
        place = plain_number(request.POST.get("chip", ""))
        if place is None:
            chip = _added(request, typed)
        elif place < len(typed.chips):
            chip = corrected_chip(typed.chips[place], request.POST, initiative)
        else:
            raise DraftRefusal("Ce repère n’est plus là.")
    except DraftRefusal as refusal:
        return _refused(refusal)
    return JsonResponse({"chip": shown(chip, initiative)})


@require_safe
def known_rows(request: HttpRequest) -> JsonResponse:
    """Rows to choose from: `sorte` is the field of the chip, `q` what is typed."""
    _refuse_without(request, ADDING)
    return JsonResponse({"choices": choices(request.GET.get("sorte", ""), request.GET.get("q", ""))})


def _acted(request: HttpRequest, typed: Typed, section: Section | None) -> HttpResponse:
    act = "add" if "add_kind" in request.POST else request.POST.get("act", "save")
    if act == "understand":
        found = understand(typed.text)
        typed.take(found, cites=section is not None)
        return _page(request, typed, section, remarks=found.remarks)
    if act == "add":
        typed.chips.append(_added(request, typed))
        return _page(request, typed, section)
    typed.refuse_unfinished()
    saved = save_typed(
        initiative=typed.initiative,
        theme=section.theme if section else typed.theme_row,
        day=typed.started_on or (section.bulletin.dated_on if section else None),
        by=request.user,
        section=section,
        proposes=act == "propose",
    )
    _say(request, saved, act == "propose")
    if is_script(request):
        said = [str(message) for message in messages.get_messages(request)]
        entry = saved.entry and saved.entry.pk
        row = saved.initiative
        return JsonResponse({"initiative": row.pk, "title": row.title, "entry": entry, "said": said})
    if section:
        back = reverse("workshop:page", args=[section.bulletin_id])
        return HttpResponseRedirect(f"{back}#ecrire-{section.pk}")
    # Back to where one was, ready for the next one: the note names the record and leads to it.
    return HttpResponseRedirect(back_url(request) or reverse("workshop:write"))


def _added(request: HttpRequest, typed: Typed) -> Any:
    start, end = (plain_number(request.POST.get(name, "")) for name in ("add_start", "add_end"))
    span = [start, end] if start is not None and end is not None and start < end <= len(typed.text) else None
    words = request.POST.get("add_text", "") or (typed.text[slice(*span)] if span else "")
    known = request.POST.get("add_known", "")
    return added_chip(request.POST.get("add_kind", ""), checked_text(words), typed.initiative, span=span, known=known)


def _say(request: HttpRequest, saved: Saved, was_proposed: bool) -> None:
    """What became of it, and what the form of the record would warn of."""
    row = saved.initiative
    url = reverse("admin:initiatives_initiative_change", args=[row.pk])
    if not saved.is_new:
        sentence = '« <a href="{}">{}</a> » est citée dans ce bulletin avec le texte du jour.'
    elif was_proposed:
        sentence = 'Enregistré et proposé à l’édition\u00a0: « <a href="{}">{}</a> ».'
    else:
        sentence = 'Enregistré en brouillon\u00a0: « <a href="{}">{}</a> ».'
    messages.success(request, format_html(sentence, url, row))
    if saved.is_new:
        warn_of_duplicates(request, row, probable_duplicates(row), MERGING)
        for warning in filter(None, (name_in_title(row), private_contact_sentence(row))):
            messages.warning(request, warning)


def _page(
    request: HttpRequest,
    typed: Typed,
    section: Section | None,
    *,
    refusal: str = "",
    remarks: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": "Nouvelle initiative",
        "subtitle": None,
        "opts": Initiative._meta,
        **form_context(typed, section),
        "refusal": refusal,
        "remarks": remarks,
        "back": back_url(request) if request.method == "POST" else came_from(request),
    }
    return TemplateResponse(request, "workshop/writing.html", context, status=status)


def form_context(typed: Typed, section: Section | None) -> dict[str, Any]:
    """What `workshop/writing_form.html` shows, on this page or within a bulletin."""
    try:
        initiative = typed.initiative
    except DraftRefusal:
        typed.link = ""
        initiative = typed.initiative
    if typed.chips:
        initiative["candidates"] = initiatives_like(initiative, day=None)
    chips = [shown(chip, initiative) | {"place": place} for place, chip in enumerate(typed.chips)]
    known = known_initiatives(initiative)
    return {
        "typed": typed,
        "section": section,
        "groups": [
            {"field": field, "label": label, "icon": icon, "chips": [one for one in chips if one["field"] == field]}
            for field, (label, icon) in GROUPS.items()
        ],
        "chips": chips,
        "known": known,
        "boxed": json.dumps({"chips": chips, "known": known}, ensure_ascii=False),
        "themes": Theme.objects.all(),
        "kinds": [(kind, VALUE_LABELS[kind]) for kind in GROUPS],
        "choices": {
            "roles": list(ROLES.items()),
            "periods": list(PERIODS.items()),
            "contact_kinds": CONTACT_KINDS,
            "organisation_kinds": Organisation.Kind.choices,
        },
    }


def _section(request: HttpRequest) -> Section | None:
    """The section that the address names. 404 for one that is not of its bulletin, or of one that was withdrawn."""
    asked = request.GET.get("section", "")
    if not asked:
        return None
    _refuse_without(request, COMPOSING)
    pk, bulletin = plain_number(asked), plain_number(request.GET.get("bulletin", ""))
    sections = Section.objects.select_related("theme", "bulletin__series", "bulletin__created_by")
    section = get_object_or_404(sections, pk=pk)
    if section.bulletin_id != bulletin or section.bulletin.status == Bulletin.Status.WITHDRAWN:
        raise Http404
    refuse_beyond(request.user, section.bulletin)
    return section


def _refuse_without(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _refused(refusal: DraftRefusal | TypedRefusal) -> JsonResponse:
    return JsonResponse({"refusal": str(refusal)}, status=422)
