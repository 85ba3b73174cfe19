"""“Composer le sommaire”: the bulletin's sections and entries in order, moved by plain buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from backoffice.forged import plain_number
from bulletins import composing
from bulletins.admin.checking import check_url
from bulletins.admin.forms import AddEntryForm
from bulletins.models import Bulletin, Entry, Section
from french.wording import ended
from initiatives.models import Coverage, Initiative, Place

STEPS = {"monter": -1, "descendre": 1}


def frozen_notice(bulletin: Bulletin) -> str:
    """What an editor of a published bulletin must know; empty for a draft."""
    if not bulletin.is_published:
        return ""
    return (
        f"Ce bulletin est publié ({bulletin.label}) et son texte est figé. Ce que vous changez ici ne paraîtra "
        "qu’avec un rectificatif."
    )


def withdrawn_notice(bulletin: Bulletin) -> str:
    """Why a withdrawn bulletin is only read; empty for the others."""
    if bulletin.status != Bulletin.Status.WITHDRAWN:
        return ""
    told = f"Ce bulletin a été retiré et ne peut plus être modifié. Motif : {ended(bulletin.withdrawal_reason)}"
    if bulletin.withdrawal_note:
        told += f" Les lecteurs lisent à son adresse : « {bulletin.withdrawal_note} »"
    if bulletin.replaced_by_id:
        told += f" Remplacé par le {bulletin.replaced_by.label}."
    return told


def preview_url(bulletin: Bulletin) -> str:
    return reverse("bulletins:preview", args=[bulletin.pk])


def saved_unseen(request: HttpRequest, bulletin: Bulletin) -> SafeString | str:
    """What a save in a published bulletin says: its readers see nothing yet. Empty for a draft."""
    if not bulletin.is_published:
        return ""
    words = "publiez un rectificatif"
    if request.user.has_perm("bulletins.publish_bulletin"):
        url = reverse("admin:bulletins_bulletin_act", args=[bulletin.pk, "rectifier"])
        words = format_html('<a href="{}">{}</a>', url, words)
    return format_html("Enregistré, pas encore paru : {} pour que les lecteurs le voient.", words)


class ComposingPage:
    """Adds the page to the admin of bulletins."""

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<path:object_id>/sommaire/",
            self.admin_site.admin_view(self.compose_view),
            name="bulletins_bulletin_compose",
        )
        return [page, *super().get_urls()]

    def compose_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET shows the order; POST makes one move and comes back to where it was made."""
        bulletin = self.get_object(request, unquote(object_id))
        if bulletin is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, bulletin):
            raise PermissionDenied
        if request.method == "POST":
            return self._move(request, bulletin)
        sections = _sections(bulletin)
        context = {
            **self.admin_site.each_context(request),
            "title": "Composer le sommaire",
            "subtitle": None,
            "opts": self.opts,
            "object": bulletin,
            "sections": [(section, AddEntryForm(prefix=f"rubrique-{section.pk}")) for section in sections],
            "media": self.media + AddEntryForm().media,
            "preview_url": preview_url(bulletin),
            "check_url": check_url(bulletin) if bulletin.status == Bulletin.Status.DRAFT else "",
            "notice": frozen_notice(bulletin),
            "acts": self.offered_acts(request, bulletin),
        }
        return TemplateResponse(request, "bulletins/compose.html", context)

    def _move(self, request: HttpRequest, bulletin: Bulletin) -> HttpResponse:
        back = reverse("admin:bulletins_bulletin_compose", args=[bulletin.pk])
        what, _, pk = request.POST.get("ligne", "").partition("-")
        act = request.POST.get("acte", "")
        moves: dict[str, Callable[[HttpRequest, models.QuerySet, int, str], str]] = {
            "entree": _move_entry,
            "rubrique": _move_section,
        }
        if what not in moves or plain_number(pk) is None:
            return HttpResponseRedirect(back)
        try:
            anchor = moves[what](request, bulletin, int(pk), act)
        except composing.ComposingRefusal as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            anchor = ""
        return HttpResponseRedirect(f"{back}#{anchor}" if anchor else back)


def _move_entry(request: HttpRequest, bulletin: Bulletin, pk: int, act: str) -> str:
    entry = get_object_or_404(Entry.objects.select_related("section"), pk=pk, section__bulletin=bulletin)
    if act in STEPS:
        composing.move_entry(entry=entry, step=STEPS[act], by=request.user)
    elif act == "deplacer":
        target = request.POST.get("vers", "")
        sections = {str(section.pk): section for section in bulletin.sections.all()}
        if target not in sections:
            raise composing.ComposingRefusal("Choisissez la rubrique où déplacer cette entrée.")
        composing.move_entry_to(entry=entry, section=sections[target], by=request.user)
    elif act == "oter":
        composing.remove_entry(entry=entry, by=request.user)
        return f"rubrique-{entry.section_id}"
    return f"entree-{pk}"


def _move_section(request: HttpRequest, bulletin: Bulletin, pk: int, act: str) -> str:
    section = get_object_or_404(bulletin.sections, pk=pk)
    if act in STEPS:
        composing.move_section(section=section, step=STEPS[act], by=request.user)
    elif act == "ajouter":
        form = AddEntryForm(request.POST, prefix=f"rubrique-{pk}")
        if not form.is_valid():
            raise composing.ComposingRefusal("Choisissez l’initiative à citer.")
        entry = composing.add_entry(section=section, initiative=form.cleaned_data["initiative"], by=request.user)
        return f"entree-{entry.pk}"
    return f"rubrique-{pk}"


def _sections(bulletin: Bulletin) -> list[Any]:
    """Sections with their entries and what tells these apart, in a fixed number of queries."""
    initiatives = Initiative.objects.defer("search_vector").prefetch_related(
        models.Prefetch("places", Place.objects.select_related("commune")),
        models.Prefetch("coverages", Coverage.objects.select_related("area")),
    )
    entries = Entry.objects.prefetch_related(models.Prefetch("initiative", initiatives))
    sections: list[Section] = list(
        bulletin.sections.select_related("theme").prefetch_related(models.Prefetch("entries", entries))
    )
    return sections
