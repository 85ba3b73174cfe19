"""“Réunir avec…” for themes and areas: which values stay is chosen on the act's page, and undone from the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from backoffice.acts import Act, Remark
from backoffice.models import Union
from backoffice.records.contents import Shape, told
from backoffice.records.uniting import NotSeparable, NotUnitable, differing, separate
from french.wording import shortened

SLUG = "reunir"
ASKED = "avec"  # of the address: the row to keep, already chosen
KEPT, GONE = "gardee", "autre"


class UniteForm(forms.Form):
    """The row to keep; once it is known, for each field in which the two differ, whose value stays."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, shape: Shape, row: models.Model, others: models.QuerySet, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kept"] = forms.ModelChoiceField(
            others.exclude(pk=row.pk), label="Fiche à garder", help_text="Elle prend la place de celle-ci partout."
        )
        self.order_fields(["kept"])
        chosen = self["kept"].value()
        kept = others.exclude(pk=row.pk).filter(pk=chosen).first() if str(chosen or "").isdecimal() else None
        self.shown = str(kept.pk) if kept else ""
        self.names: list[str] = []
        if kept is None:
            return
        self.initial["seen"] = kept.pk
        pairs = differing(shape, kept, row)
        changes = {name: {"old": here, "new": there} for name, (here, there) in pairs.items()}
        for one in told(shape, changes):
            self.names.append(one.name)
            self.fields[f"valeur_{one.name}"] = forms.ChoiceField(
                label=one.change.label,
                choices=[
                    (KEPT, f"{shortened(one.change.old, 200)} (fiche gardée)"),
                    (GONE, shortened(one.change.new, 200)),
                ],
                initial=KEPT,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.names and self.data.get("seen") != self.shown:
            # What was sent chose the row only: the page comes again with what there is to choose.
            for name in self.names:
                self.errors.pop(f"valeur_{name}", None)
            self.data = self.data.copy()
            self.data["seen"] = self.shown
            for name in self.names:
                self.data[f"valeur_{name}"] = KEPT
            raise forms.ValidationError("Voici en quoi les deux fiches diffèrent : choisissez, puis confirmez.")
        return cleaned


class Unite(Act):
    slug = SLUG
    label = "Réunir avec…"
    refusal = NotUnitable

    def __init__(
        self,
        shape: Shape,
        service: Callable[..., models.Model],
        *,
        others: Callable[[models.Model], models.QuerySet],
        uses: Callable[[models.Model], str],
    ) -> None:
        self.shape, self.service, self.others, self.uses = shape, service, others, uses
        self.permission = f"delete_{shape.model._meta.model_name}"

    def is_offered(self, row: models.Model) -> bool:
        return self.others(row).exclude(pk=row.pk).exists()

    def confirmation(self, row: models.Model) -> str:
        return "Réunir les deux fiches"

    def initial(self, row: models.Model, asked: QueryDict) -> dict[str, Any]:
        key = asked.get(ASKED, "")
        return {"kept": key} if key.isdecimal() and len(key) <= 18 else {}

    def form_for(self, row: models.Model, data: Any, **options: Any) -> forms.Form:
        return UniteForm(self.shape, row, self.others(row), data, **options)

    def explanation(self, row: models.Model) -> str:
        return (
            "Cette fiche fait double emploi : celle que vous gardez prend sa place partout, et son adresse y mènera. "
            "Les bulletins déjà parus gardent leur texte. L’historique de la fiche gardée permet de défaire la réunion."
        )

    def remarks(self, row: models.Model) -> list[Remark]:
        return [Remark("info", self.uses(row) or "Rien ne la nomme encore.", lead="Suivra")]

    def leads_to(self, row: models.Model, data: dict[str, Any]) -> models.Model:
        return data["kept"]

    def perform(self, row: models.Model, data: dict[str, Any], by: Any) -> str:
        taken = [
            name.removeprefix("valeur_") for name, value in data.items() if name.startswith("valeur_") and value == GONE
        ]
        union = self.service(kept=data["kept"], gone=row, by=by, taken=taken)
        return f"« {union.name} » est réunie avec cette fiche. L’historique permet de la séparer."


class UnitingPage:
    """Adds the undoing to an admin with a `shape`, on the history of the kept row."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_separate"
        view = self.admin_site.admin_view(require_POST(self.separate_view))
        return [path("<path:object_id>/separer/<int:union_id>/", view, name=name), *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is not None and self.has_delete_permission(request, row):
            rows = Union.objects.of(self.model).standing().filter(kept=row.pk).select_related("united_by")
            unions = [(one, self._separate_url(row, one)) for one in rows]
            extra_context = {"unions": unions, **(extra_context or {})}
        return super().history_view(request, object_id, extra_context)

    def separate_view(self, request: HttpRequest, object_id: str, union_id: int) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None or union_id >= 2**63:
            raise Http404
        if not self.has_delete_permission(request, row):
            raise PermissionDenied
        union = get_object_or_404(Union.objects.of(self.model), pk=union_id, kept=row.pk)
        try:
            back = separate(shape=self.shape, union=union, by=request.user)
        except NotSeparable as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            back = row
        else:
            self.message_user(request, f"La réunion est défaite : « {back} » est revenue.", messages.SUCCESS)
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[back.pk])
        )

    def _separate_url(self, row: models.Model, union: Union) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_separate", args=[row.pk, union.pk])
