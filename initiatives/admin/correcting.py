"""“Proposition de correction”: what an officer's save of a public record becomes, and the page where it is decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from backoffice.editorial import badge
from backoffice.records.contents import Content, content_of
from backoffice.records.restoring import NotRestorable
from initiatives.correcting.models import Correction
from initiatives.correcting.panel import BADGES, correction_url
from initiatives.correcting.pictures import proposed_picture
from initiatives.correcting.refusals import NotDecidable, NothingProposed
from initiatives.correcting.services import (
    accept_correction,
    drop_correction,
    propose_correction,
    proposed_changes,
    refuse_correction,
)
from initiatives.models import Initiative
from initiatives.services import InitiativeRefusal, ask_approval_again
from initiatives.shape import SHAPE

ONLINE = "Cette fiche est en ligne : ce que vous enregistrez paraît aussitôt."
ONLINE_FOR_OFFICERS = (
    "Cette fiche est en ligne : ce que vous changez ici devient une proposition de correction, que l’édition acceptera "
    "en tout ou en partie. D’ici là, le public lit le texte d’aujourd’hui."
)


class Written(Exception):
    """Carries what a form would have saved out of its transaction, which is undone by it."""

    def __init__(self, content: Content) -> None:
        super().__init__()
        self.content = content


class CorrectingPage:
    """Adds both to the admin of initiatives."""

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<path:object_id>/correction/<int:correction_id>/",
            self.admin_site.admin_view(self.correction_view),
            name="initiatives_initiative_correction",
        )
        return [page, *super().get_urls()]

    def proposes(self, request: HttpRequest, row: Initiative | None) -> bool:
        """What is public is read at once, so changing it is publishing: from others it is a proposal."""
        return row is not None and row.is_published and not self.has_publish_permission(request)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """An officer's save of a public record is made, read, and undone: so what is proposed is what would be saved,
        refused by the same rules."""
        row = self.get_object(request, unquote(object_id)) if object_id and request.method == "POST" else None
        request.solidaire_proposes = self.proposes(request, row)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Written as written:
            try:
                correction = propose_correction(initiative=row, content=written.content, by=request.user)
            except NothingProposed as refusal:
                self.message_user(request, str(refusal), messages.INFO)
                return HttpResponseRedirect(self.change_url(row))
            except InitiativeRefusal as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                return HttpResponseRedirect(self.change_url(row))
            self.message_user(request, "Votre correction est proposée à l’édition.", messages.SUCCESS)
            return HttpResponseRedirect(correction_url(correction))

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if getattr(request, "solidaire_proposes", False):
            raise Written(content_of(SHAPE, form.instance))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        row = kwargs.get("obj")
        if self.proposes(request, row):
            context |= {
                "save_label": "Proposer la correction",
                "show_save_and_continue": False,
                "show_save_and_add_another": False,
            }
        if row is not None and row.is_published and request.method == "GET":
            messages.info(request, ONLINE_FOR_OFFICERS if self.proposes(request, row) else ONLINE)
        return super().render_change_form(request, context, *args, **kwargs)

    def restore_row(self, request: HttpRequest, row: Initiative, at: datetime, version: int | None) -> str:
        """An earlier state of a public record is proposed like any other change; an approval falls with it."""
        if self.proposes(request, row):
            try:
                propose_correction(initiative=row, content=self.content_then(row, at), by=request.user)
            except InitiativeRefusal as refusal:
                raise NotRestorable(str(refusal)) from refusal
            return "Le retour à cet état est proposé à l’édition : la fiche en ligne ne change pas d’ici là."
        done = super().restore_row(request, row, at, version)
        if not self.has_publish_permission(request):
            ask_approval_again(initiative=row, by=request.user)
        return done

    def correction_view(self, request: HttpRequest, object_id: str, correction_id: int) -> HttpResponse:
        """GET shows the difference; POST accepts, refuses or gives up."""
        row = self.get_object(request, unquote(object_id))
        if row is None or correction_id >= 2**63:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        rows = Correction.objects.select_related("initiative", "proposed_by", "decided_by")
        correction = get_object_or_404(rows.defer("initiative__search_vector"), pk=correction_id, initiative=row.pk)
        status = 200
        if request.method == "POST":
            try:
                self.message_user(request, self._decided(request, correction), messages.SUCCESS)
                return HttpResponseRedirect(self.change_url(row))
            except NotDecidable as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                status = 409
                correction.refresh_from_db()
        changes = proposed_changes(correction)
        picture = proposed_picture(correction)
        asked = [*changes, *([picture] if picture else [])]
        ticked = request.POST.getlist("champ") if status == 409 else [one.name for one in asked if not one.is_stale]
        context = {
            **self.admin_site.each_context(request),
            "title": "Proposition de correction",
            "subtitle": None,
            "opts": self.opts,
            "object": row,
            "correction": correction,
            "state": badge(correction.get_status_display(), BADGES[correction.status]),
            "changes": [(one, one.name in ticked, one.name in correction.accepted) for one in changes],
            "picture": (picture, picture.name in ticked, picture.name in correction.accepted) if picture else None,
            "reason": request.POST.get("reason", ""),
            "may_decide": correction.is_open and self.has_publish_permission(request),
            "may_drop": correction.is_open and correction.proposed_by_id == request.user.pk,
        }
        return TemplateResponse(request, "initiatives/correction.html", context, status=status)

    def _decided(self, request: HttpRequest, correction: Correction) -> str:
        act, reason = request.POST.get("acte", ""), request.POST.get("reason", "")[:500]
        if act == "abandonner":
            drop_correction(correction=correction, by=request.user)
            return "Votre proposition est abandonnée : elle reste lisible ici."
        if act not in ("accepter", "refuser"):
            raise Http404
        if not self.has_publish_permission(request):
            raise PermissionDenied
        if act == "refuser":
            refuse_correction(correction=correction, by=request.user, reason=reason)
            return "La proposition est refusée ; son auteur lira pourquoi."
        accepted = accept_correction(
            correction=correction,
            names=request.POST.getlist("champ"),
            by=request.user,
            reason=reason,
            expected_version=_version(request),
        )
        is_whole = accepted.status == Correction.Status.ACCEPTED
        return f"La correction est acceptée{'' if is_whole else ' en partie'} : le public la lit aussitôt."


def _version(request: HttpRequest) -> int:
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
