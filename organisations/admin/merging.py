"""“Réunir avec…”: the act of organisations, persons and contacts that stand twice, and what they look like after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from backoffice.acts import Act, ActsPage, Remark
from backoffice.records.distinct import DistinctPage, distinct_url, not_told_apart
from french.wording import counted
from organisations.models import Contact, Mergeable, Organisation, Person
from organisations.services import (
    OrganisationRefusal,
    counted_uses,
    merge_contacts,
    merge_organisations,
    merge_persons,
    uses_of,
)

SLUG = "reunir"
ASKED = "avec"  # of the address: the record to keep, already chosen
MOST_NAMED = 5
CONFIRMATION = "Réunir les deux fiches"
HELP = {
    Organisation: "Elle reçoit les initiatives, les contacts et les noms de celle-ci ; sa présentation et son siège ne "
    "changent que s’ils sont vides.",
    Person: "Elle est citée partout où celle-ci l’était.",
    Contact: "Il prend la place de celui-ci partout.",
}
EXPLANATION = {
    Organisation: "Cette fiche fait double emploi. Son adresse publique mènera à celle que vous gardez, qui répondra "
    "aussi à son nom. Les bulletins déjà parus gardent leur texte. L’historique des deux fiches le dira ; "
    "rien ne le défait.",
    Person: "Cette fiche fait double emploi : elle mènera à celle que vous gardez. L’historique des deux fiches le "
    "dira ; rien ne le défait.",
    Contact: "Ce contact fait double emploi : il mènera à celui que vous gardez. L’historique des deux fiches le "
    "dira ; rien ne le défait.",
}
PRIVACY = "Si l’une des deux fiches n’est pas publique, celle que vous gardez ne le sera pas non plus."


class Merge(Act):
    slug = SLUG
    label = "Réunir avec…"
    refusal = OrganisationRefusal

    def __init__(self, model: type[Mergeable], service: Callable[..., Mergeable]) -> None:
        self.model, self.service = model, service
        self.permission = f"delete_{model._meta.model_name}"
        self.permission_name = f"{model._meta.app_label}.{self.permission}"
        self.form = _form_for(model)

    def is_offered(self, row: Mergeable) -> bool:
        return row.merged_into_id is None

    def confirmation(self, row: Mergeable) -> str:
        return CONFIRMATION

    def initial(self, row: Mergeable, asked: QueryDict) -> dict[str, Any]:
        return chosen_already(asked)

    def explanation(self, row: Mergeable) -> str:
        return EXPLANATION[self.model]

    def remarks(self, row: Mergeable) -> list[Remark]:
        uses = uses_of(row)
        what = counted_uses(uses)
        moving = Remark("info", f"{what} : {_named(uses)}" if what else "Rien ne la cite encore.", lead="Suivra")
        return [moving] if self.model is Organisation else [moving, Remark("info", PRIVACY, lead="À savoir")]

    def leads_to(self, row: Mergeable, data: dict[str, Any]) -> Mergeable:
        return data["kept"]

    def perform(self, row: Mergeable, data: dict[str, Any], by: Any) -> str:
        kept = self.service(kept=data["kept"], duplicate=row, by=by)
        url = reverse(f"admin:{kept._meta.app_label}_{kept._meta.model_name}_change", args=[kept.pk])
        return format_html('Les deux fiches sont réunies : « <a href="{}">{}</a> » est gardée.', url, kept)


def chosen_already(asked: QueryDict) -> dict[str, Any]:
    """The record to keep as the address names it, for a form with a field `kept`."""
    key = asked.get(ASKED, "")
    return {"kept": key} if key.isdecimal() and len(key) <= 18 else {}


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


class MergingAdmin(DistinctPage, ActsPage):
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
        if row is not None and row.pk:
            context["distinct_url"] = distinct_url(row)
        if row is not None and row.merged_into_id:
            url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.merged_into_id])
            context["notice"] = format_html(
                'Cette fiche a été réunie avec « <a href="{}">{}</a> » : c’est l’autre qui sert.',
                url,
                row.merged_into,
            )
        return super().render_change_form(request, context, *args, **kwargs)


def warn_of_duplicates(request: HttpRequest, row: models.Model, others: list[models.Model], permission: str) -> None:
    """Say after a save which records look like the same one, and lead to where they are united; nothing is blocked."""
    others = not_told_apart(row, others)
    if not others:
        return
    lines = format_html_join(
        " ; ",
        '<a href="{}">« {} »</a>{}',
        ((_change(one), one, _offer(request, row, one, permission)) for one in others),
    )
    sentence = "C’est enregistré. Attention, peut-être un doublon de : {}."
    if not request.user.has_perm(permission):
        sentence += " Si c’est la même chose, demandez à l’édition de les réunir."
    messages.warning(request, format_html(sentence, lines))


def likenesses(
    request: HttpRequest, row: models.Model, others: list[models.Model], permission: str
) -> list[dict[str, Any]]:
    """For the note on top of a form: each record that looks like `row`, and where to unite the two, if one may."""
    may = request.user.has_perm(permission)
    return [
        {"row": other, "url": _change(other), "merge_url": merge_url(row, other) if may else ""}
        for other in not_told_apart(row, others)
    ]


def merge_url(row: models.Model, other: models.Model) -> str:
    """The page where `row` is united with `other`, the one to keep."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_act"
    return f"{reverse(name, args=[row.pk, SLUG])}?{ASKED}={other.pk}"


def _offer(request: HttpRequest, row: models.Model, other: models.Model, permission: str) -> str:
    if not request.user.has_perm(permission):
        return ""
    return format_html(' (<a href="{}">réunir avec « {} »</a>)', merge_url(row, other), other)


def _change(row: models.Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _form_for(model: type[Mergeable]) -> type[forms.Form]:
    class MergeForm(forms.Form):
        kept = forms.ModelChoiceField(
            model._default_manager.unmerged(),
            label="Fiche à garder",
            widget=AutocompleteSelect(model._meta.get_field("merged_into"), admin.site),
            help_text=HELP[model],
        )

    return MergeForm


def _named(uses: list[Any]) -> str:
    owners = list(dict.fromkeys(use.owner for use in uses))
    names = [f"« {owner} »" for owner in owners[:MOST_NAMED]]
    if more := len(owners) - MOST_NAMED:
        names += [f"et {counted(more, 'autre')}"] if more > 0 else []
    return ", ".join(names)


MERGE_ORGANISATIONS = Merge(Organisation, merge_organisations)
MERGE_PERSONS = Merge(Person, merge_persons)
MERGE_CONTACTS = Merge(Contact, merge_contacts)
