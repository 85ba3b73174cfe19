"""Forms that refuse a stale save: someone saved meanwhile, both texts are shown, nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse

from backoffice.comparison import compare
from backoffice.editorial import EditorialAdmin
from backoffice.forged import plain_number, refuse_forged_form, refuse_forged_lines
from backoffice.history import moment, name_of
from backoffice.versions import StaleVersion, take_next_version


class VersionedAdmin(EditorialAdmin):
    """An admin whose rows, or the rows they belong to, have a `version`."""

    def versioned_row(self, row: models.Model) -> models.Model:
        """The row whose version guards this form."""
        return row

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        refuse_forged_form(request.POST)
        row = self.get_object(request, unquote(object_id)) if object_id and request.method == "POST" else None
        if row is None or not self.has_change_permission(request, row):
            return super().changeform_view(request, object_id, form_url, extra_context)
        current = self.versioned_row(row)
        try:
            # Looked at first for the sake of the form: a line that is gone could not even be validated.
            if request.POST.get("version") != str(current.version):
                raise StaleVersion(current)
            return super().changeform_view(request, object_id, form_url, extra_context)
        except StaleVersion as stale:
            return self._show_both(request, object_id, row, stale.current, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool) -> None:
        if change:
            # Inside the transaction of the save: of two at the same moment, the second waits here and is refused.
            guarded = self.versioned_row(obj)
            take_next_version(guarded, expected=int(request.POST["version"]))
            if guarded is not obj:
                # The owner's history tells that a part of it changed; its row is ours since the line above.
                guarded._change_reason = f"{self.opts.verbose_name} « {obj} » modifiée"[:100]
                guarded.save()
        super().save_model(request, obj, form, change)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: models.Model | None = None,
    ) -> TemplateResponse:
        if obj is not None and obj.pk:
            fresh = self.get_object(request, str(obj.pk))
            guarded = self.versioned_row(fresh)
            # After a refusal other than a stale save, the form keeps the version that it was opened on.
            context["version"] = request.POST.get("version", guarded.version)
            if getattr(request, "solidaire_is_stale", False):
                context["comparison"] = compare(context["adminform"].form, context["inline_admin_formsets"], fresh)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _show_both(
        self,
        request: HttpRequest,
        object_id: str,
        row: models.Model,
        current: models.Model,
        form_url: str,
        extra_context: dict[str, Any] | None,
    ) -> HttpResponse:
        data = request.POST.copy()
        data["version"] = str(current.version)
        for formset, _inline in self.get_formsets_with_inlines(request, row):
            refuse_forged_lines(data, formset.get_default_prefix())
            _renew_gone_lines(data, formset, row)
        request.POST = data
        request.solidaire_refusal = ValidationError(_stale_sentence(current))
        request.solidaire_is_stale = True
        response = EditorialAdmin.changeform_view(self, request, object_id, form_url, extra_context)
        response.status_code = 409
        return response


def _stale_sentence(current: models.Model) -> str:
    last = current.history.select_related("history_user").first()
    who = name_of(last.history_user if last else None) or "Quelqu’un"
    when = moment(last.history_date) if last else "pendant que vous écriviez"
    return (
        f"{who} a enregistré cette fiche ({when}) pendant que vous écriviez. Rien n’a été remplacé et votre texte est "
        "conservé ci-dessous. Comparez, corrigez s’il le faut, puis enregistrez de nouveau : votre texte remplacera "
        "alors le sien."
    )


def _renew_gone_lines(data: QueryDict, formset: type[forms.BaseInlineFormSet], row: models.Model) -> None:
    """Lines that someone took out meanwhile become new lines, so that what was typed in them can still be kept."""
    prefix, key = formset.get_default_prefix(), formset.model._meta.pk.name
    total = int(data[f"{prefix}-TOTAL_FORMS"])
    there = {
        str(pk) for pk in formset.model._default_manager.filter(**{formset.fk.name: row}).values_list("pk", flat=True)
    }
    kept, gone, new = [], [], []
    for number in range(total):
        start = f"{prefix}-{number}-"
        line = {name.removeprefix(start): data.getlist(name) for name in data if name.startswith(start)}
        pk = (line.get(key) or [""])[0]
        if pk in there:
            kept.append(line)
        elif not pk:
            new.append(line)
        elif "DELETE" not in line:
            gone.append({**line, key: [""]})
    for name in [
        name for name in data if name.startswith(f"{prefix}-") and plain_number(name.split("-")[-2]) is not None
    ]:
        del data[name]
    for number, line in enumerate([*kept, *gone, *new]):
        for name, values in line.items():
            data.setlist(f"{prefix}-{number}-{name}", values)
    data[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    data[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(gone) + len(new))
