"""“Réunir avec…”: the act of organisations, persons and contacts that stand twice, and what they look like after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from backoffice.acts import ActsPage, Remark
from backoffice.records.choosing import choices_of
from backoffice.records.contents import Shape
from backoffice.records.distinct import DistinctPage
from backoffice.records.uniting_page import Unite, UnitingPage
from backoffice.widgets import OneChoice
from french.wording import counted
from organisations.models import Contact, Mergeable, Organisation, Person
from organisations.services import (
    CONTACT,
    ORGANISATION,
    PERSON,
    TELLING,
    OrganisationRefusal,
    counted_uses,
    merge_contacts,
    merge_organisations,
    merge_persons,
    uses_of,
)

MOST_NAMED = 5
HELP = {
    Organisation: "Elle reçoit les initiatives, les contacts et les noms de celle-ci.",
    Person: "Elle est citée partout où celle-ci l’était, sous son nom.",
    Contact: "Il prend la place de celui-ci partout, tel qu’il est écrit.",
}
EXPLANATION = {
    Organisation: "Cette fiche fait double emploi. Son adresse publique mènera à celle que vous gardez, qui répondra "
    "aussi à son nom. Les bulletins déjà parus gardent leur texte.",
    Person: "Cette fiche fait double emploi : elle mènera à celle que vous gardez.",
    Contact: "Ce contact fait double emploi : il mènera à celui que vous gardez.",
}
UNDOABLE = " L’historique de la fiche gardée permet de les séparer de nouveau."
PRIVACY = "Si l’une des deux fiches n’est pas publique, celle que vous gardez ne le sera pas non plus."


class Merge(Unite):
    refusal = OrganisationRefusal

    def __init__(self, shape: Shape, service: Callable[..., Mergeable], *, fixed: Iterable[str] = ()) -> None:
        super().__init__(shape, service, others=self._others, uses=lambda row: counted_uses(uses_of(row)))
        self.fixed = fixed
        self.help_text = HELP[shape.model]
        self.permission_name = f"{shape.model._meta.app_label}.{self.permission}"

    def is_offered(self, row: Mergeable) -> bool:
        return row.merged_into_id is None

    def widget(self) -> forms.Widget:
        return OneChoice(self.shape.model._meta.get_field("merged_into"), admin.site)

    def explanation(self, row: Mergeable) -> str:
        return EXPLANATION[self.shape.model] + UNDOABLE

    def remarks(self, row: Mergeable) -> list[Remark]:
        uses = uses_of(row)
        what = counted_uses(uses)
        moving = Remark("info", f"{what} : {_named(uses)}" if what else "Rien ne la cite encore.", lead="Suivra")
        is_told = self.shape.model is Organisation
        return [moving] if is_told else [moving, Remark("info", PRIVACY, lead="À savoir")]

    def perform(self, row: Mergeable, data: dict[str, Any], by: Any) -> str:
        taken, refused = choices_of(data)
        kept = self.service(kept=data["kept"], duplicate=row, by=by, taken=taken, refused=refused)
        url = reverse(f"admin:{kept._meta.app_label}_{kept._meta.model_name}_change", args=[kept.pk])
        return format_html('Les deux fiches sont réunies : « <a href="{}">{}</a> » est gardée.', url, kept)

    def _others(self, row: Mergeable) -> models.QuerySet:
        return self.shape.model._default_manager.unmerged()


class MergedFilter(admin.SimpleListFilter):
    """Those that were united with another stay out of the list unless asked for."""

    title = "fiches réunies"
    parameter_name = "reunies"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("oui", "réunies avec une autre")]

    def choices(self, changelist: Any) -> Iterable[dict[str, Any]]:
        first, *others = super().choices(changelist)
        return [first | {"display": "en usage"}, *others]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(merged_into__isnull=self.value() != "oui")


class MergingAdmin(UnitingPage, DistinctPage, ActsPage):
    """Adds the act. A record that was united is read, not written."""

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_filter(request), MergedFilter]

    def has_change_permission(self, request: HttpRequest, obj: Mergeable | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.merged_into_id is None)

    def has_delete_permission(self, request: HttpRequest, obj: Mergeable | None = None) -> bool:
        # Its public address, and what was published of it, lead on to the kept one.
        return super().has_delete_permission(request, obj) and (obj is None or obj.merged_into_id is None)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        row = kwargs.get("obj")
        if row is not None and row.merged_into_id:
            url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.merged_into_id])
            context["notice"] = format_html(
                'Cette fiche a été réunie avec « <a href="{}">{}</a> » : c’est l’autre qui sert.',
                url,
                row.merged_into,
            )
        return super().render_change_form(request, context, *args, **kwargs)


def _named(uses: list[Any]) -> str:
    owners = list(dict.fromkeys(use.owner for use in uses))
    names = [f"« {owner} »" for owner in owners[:MOST_NAMED]]
    if more := len(owners) - MOST_NAMED:
        names += [f"et {counted(more, 'autre')}"] if more > 0 else []
    return ", ".join(names)


MERGE_ORGANISATIONS = Merge(ORGANISATION, merge_organisations)
MERGE_PERSONS = Merge(PERSON, merge_persons, fixed=TELLING)
MERGE_CONTACTS = Merge(CONTACT, merge_contacts, fixed=TELLING)
