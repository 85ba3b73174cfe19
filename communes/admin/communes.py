from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from backoffice.editorial import EditorialAdmin, EditorialInline
from backoffice.forms import SortKeyForm
from communes.models import Commune, CommuneAlias


class CommuneAliasInline(EditorialInline):
    model = CommuneAlias
    form = SortKeyForm
    group = "La commune"
    verbose_name = "autre nom"
    verbose_name_plural = "autres noms"
    add_text = "Ajouter un autre nom"


@admin.register(Commune)
class CommuneAdmin(EditorialAdmin):
    add_label = "Nouvelle commune"
    list_display = ("name", "insee", "postal_code_list", "epci", "population", "in_territory")
    list_filter = ("in_territory", ("arrondissement", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("epci",)
    search_keys = ("sort_key", "aliases__sort_key")
    search_help_text = "Nom, début de nom, ancien nom, code postal ou code INSEE ; les accents ne comptent pas."
    autocomplete_fields = ("epci", "arrondissement")
    inlines = (CommuneAliasInline,)
    fieldsets = (
        ("La commune", {"fields": ("name", "insee", "department_code", "postal_codes", "population")}),
        ("Où elle se trouve", {"fields": ("epci", "arrondissement", ("latitude", "longitude"), "in_territory")}),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        # Ranked: in a choice, “Arras” comes before “Saint-Laurent-Blangy, près d’Arras”.
        return (queryset.named(search_term) if search_term.strip() else queryset), False

    def get_readonly_fields(self, request: HttpRequest, obj: Commune | None = None) -> tuple[str, ...]:
        return ("insee",) if obj else ()  # the code is the key: another code is another commune

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: object
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "postal_codes":
            field.help_text = "Séparés par des virgules : 62100, 62730."
        return field

    def autocomplete_label(self, row: Commune) -> str:
        return f"{row} — {', '.join(row.postal_codes[:3])}" if row.postal_codes else str(row)

    @admin.display(description="codes postaux")
    def postal_code_list(self, row: Commune) -> str:
        return ", ".join(row.postal_codes[:3]) + ("…" if len(row.postal_codes) > 3 else "")
