from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from backoffice.forms import SortKeyForm
from backoffice.lists.pages import TypedFilter
from backoffice.records.likenesses import warn_of_duplicates
from backoffice.records.restoring import RestoringPage
from backoffice.versioned import VersionedAdmin
from communes.models import Commune
from french.accents import sort_key, spelt_out
from organisations.admin.merging import MERGE_ORGANISATIONS, MergingAdmin
from organisations.duplicates import probable_duplicates
from organisations.models import Organisation
from organisations.services import ORGANISATION, separate_organisations


class SeatFilter(TypedFilter):
    title = "commune du siège"
    parameter_name = "siege"
    help_text = "Nom, code postal ou code INSEE."

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if not self.typed:
            return queryset
        meant = Commune.objects.named(self.typed)
        exact = meant.filter(sort_key=spelt_out(sort_key(self.typed)))
        return queryset.filter(seat__in=list((exact or meant).values_list("pk", flat=True)))


@admin.register(Organisation)
class OrganisationAdmin(RestoringPage, MergingAdmin, VersionedAdmin):
    shape = ORGANISATION
    separating = staticmethod(separate_organisations)
    add_label = "Nouvelle organisation"
    form = SortKeyForm
    list_display = ("name", "kind", "seat", "initiative_count", "last_change")
    list_filter = ("kind", "is_nameless", SeatFilter)
    list_select_related = ("seat",)
    search_keys = ("sort_key", "other_names_key", "seat__sort_key")
    search_help_text = "Nom, sigle, ancien nom ou commune ; les accents ne comptent pas."
    autocomplete_fields = ("seat", "contacts")
    acts = (MERGE_ORGANISATIONS,)
    fieldsets = (
        ("Qui", {"fields": ("name", "kind", "is_nameless", "other_names", "description")}),
        ("Où", {"fields": ("seat",)}),
        ("Contacts", {"fields": ("contacts",)}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        # Counted in a subquery: the search joins other tables, which would multiply a plain count.
        parts = Organisation.initiatives.through.objects.filter(organisation=models.OuterRef("pk"))
        counted = parts.order_by().values("organisation").annotate(total=models.Count("initiative", distinct=True))
        return (
            super()
            .get_queryset(request)
            .annotate(
                initiative_total=models.functions.Coalesce(models.Subquery(counted.values("total")), 0),
            )
        )

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        warn_of_duplicates(request, form.instance, self.look_alike(form.instance), MERGE_ORGANISATIONS.permission_name)

    def look_alike(self, row: Organisation) -> list[Organisation]:
        """None for a group without a name: it is nobody in particular, so that nobody is the same."""
        if row.merged_into_id or row.is_nameless:
            return []
        return probable_duplicates(name=row.name, seat=row.seat, but=row.pk)

    def autocomplete_label(self, row: Organisation) -> str:
        return f"{row.name} — {row.get_kind_display()}"

    @admin.display(description="initiatives", ordering="initiative_total")
    def initiative_count(self, row: Organisation) -> int:
        return row.initiative_total
