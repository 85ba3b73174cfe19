"""“Revenir à cet état”: a record as it stood after an earlier save, confirmed against that of today."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime
from psycopg2.errors import RestrictViolation

from backoffice.forged import plain_number
from backoffice.history import moment
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.records.contents import Content, Shape, Unreadable, changed, content_at, content_of, told, write


class NotRestorable(Exception):
    """The act is refused; the message is a French sentence for the person who asked."""


def restore(
    *, shape: Shape, row: models.Model, at: datetime, by: AbstractBaseUser, expected_version: int | None = None
) -> models.Model:
    """Write the record as it stood at a moment. What was written since stays in the history, and can come back too.

    `expected_version` is the version that the person has read: another one is refused.
    """
    with transaction.atomic():
        row = shape.model._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        if expected_version is not None and getattr(row, "version", expected_version) != expected_version:
            raise NotRestorable("Cette fiche a été modifiée entre-temps : relisez la différence, puis confirmez.")
        values = {name: one["new"] for name, one in _changes(shape, row, at).items()}
        if not values:
            raise NotRestorable("La fiche est déjà dans cet état : rien n’a été changé.")
        try:
            with transaction.atomic():
                write(shape, row, values, by=by, why=f"revenue à l’état du {moment(at)}")
                connection.check_constraints()  # what the database would refuse at the end is to be told in words
        except IntegrityError as refusal:
            raise NotRestorable(_told(refusal)) from refusal
        except Unreadable as refusal:
            raise NotRestorable(f"Rien n’est changé. {refusal}") from refusal
        note(Kind.RESTORED, by=by, about=row, told=f"état du {moment(at)}")
    return row


def _told(refusal: IntegrityError) -> str:
    """Our triggers refuse with a French sentence; a constraint, because another record stands where this one stood."""
    if isinstance(refusal.__cause__, RestrictViolation):
        return f"Rien n’est changé. {refusal.__cause__.diag.message_primary}"
    return "Rien n’est changé : une autre fiche a pris cette place depuis."


def _changes(shape: Shape, row: models.Model, at: datetime) -> dict[str, dict[str, Any]]:
    """From the record of today to that of the moment."""
    then = content_at(shape, row, at)
    if then is None:
        raise NotRestorable("L’historique ne remonte pas jusque-là.")
    return changed(content_of(shape, row), then)


class RestoringPage:
    """Adds the page to an admin with a history; `shape` says what comes back."""

    shape: Shape

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        page = path("<path:object_id>/retour/", self.admin_site.admin_view(self.restore_view), name=name)
        return [page, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is not None and self.has_change_permission(request, row):
            extra_context = {"restore_url": self.restore_url(row), **(extra_context or {})}
        return super().history_view(request, object_id, extra_context)

    def restore_url(self, row: models.Model) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_restore", args=[row.pk])

    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET shows what would change; POST does it."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        if (at := _moment_of(request)) is None:
            raise Http404
        status = 200
        if request.method == "POST":
            try:
                sentence = self.restore_row(request, row, at, plain_number(request.POST.get("version", "")))
                self.message_user(request, sentence, messages.SUCCESS)
                return HttpResponseRedirect(self._form_url(row))
            except NotRestorable as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                row, status = self.get_object(request, unquote(object_id)), 409
        try:
            changes, refusal = told(self.shape, _changes(self.shape, row, at)), ""
        except NotRestorable as refused:
            changes, refusal = [], str(refused)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Revenir à l’état du {moment(at)}",
            "subtitle": None,
            "opts": self.opts,
            "object": row,
            "at": at.isoformat(),
            "version": getattr(self.guarded(row), "version", ""),
            "changes": changes,
            "refusal": refusal,
        }
        return TemplateResponse(request, "backoffice/restore.html", context, status=status)

    def restore_row(self, request: HttpRequest, row: models.Model, at: datetime, version: int | None) -> str:
        """Do it and say what was done; a room may have more to do."""
        restore(shape=self.shape, row=row, at=at, by=request.user, expected_version=version)
        return f"« {row} » est revenue à l’état du {moment(at)}. L’historique garde ce qui a été remplacé."

    def guarded(self, row: models.Model) -> models.Model:
        """The row whose version guards the record: its owner's, for a part of another one."""
        return self.versioned_row(row) if hasattr(self, "versioned_row") else row

    def content_then(self, row: models.Model, at: datetime) -> Content:
        """All of the record with the values of that moment."""
        then = content_at(self.shape, row, at)
        if then is None:
            raise NotRestorable("L’historique ne remonte pas jusque-là.")
        return content_of(self.shape, row) | then

    def _form_url(self, row: models.Model) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])


def _moment_of(request: HttpRequest) -> datetime | None:
    """The moment that the address or the form names, with its zone."""
    written = (request.POST if request.method == "POST" else request.GET).get("a", "")
    try:
        at = parse_datetime(written.replace(" ", "+"))  # a “+” that a browser did not escape
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None
