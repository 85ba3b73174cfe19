from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from backoffice.forms import SortKeyForm
from backoffice.versioned import VersionedAdmin
from organisations.duplicates import probable_duplicates
from organisations.models import Organisation


@admin.register(Organisation)
class OrganisationAdmin(VersionedAdmin):
    add_label = "Nouvelle organisation"
    form = SortKeyForm
    list_display = ("name", "kind", "seat", "initiative_count", "last_change")
    list_filter = ("kind", "is_nameless", ("seat", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("seat",)
    search_keys = ("sort_key", "other_names_key", "seat__sort_key")
    search_help_text = "Nom, sigle, ancien nom ou commune ; les accents ne comptent pas."
    autocomplete_fields = ("seat", "contacts")
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
        row = form.instance
        if row.is_nameless:
            return  # it is nobody in particular, so that nobody is the same
        warn_of_duplicates(request, probable_duplicates(name=row.name, seat=row.seat, but=row.pk))

    def autocomplete_label(self, row: Organisation) -> str:
        return f"{row.name} — {row.get_kind_display()}"

    @admin.display(description="initiatives", ordering="initiative_total")
    def initiative_count(self, row: Organisation) -> int:
        return row.initiative_total


def warn_of_duplicates(request: HttpRequest, rows: list[models.Model]) -> None:
    """Say after a save which records look like the same one, with a link to each; nothing is blocked."""
    if rows:
        options = rows[0]._meta
        name = f"admin:{options.app_label}_{options.model_name}_change"
        links = format_html_join(
            ", ", '<a href="{}">{}</a>', ((reverse(name, args=[row.pk]), str(row)) for row in rows)
        )
        messages.warning(request, format_html("C’est enregistré. Attention, peut-être un doublon de\u00a0: {}.", links))
