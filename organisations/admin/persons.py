from __future__ import annotations

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from backoffice.editorial import EditorialAdmin, badge
from backoffice.records.likenesses import warn_of_duplicates
from backoffice.records.restoring import RestoringPage
from organisations.admin.appearances import AppearancesField
from organisations.admin.erasing import ErasingAdmin
from organisations.admin.merging import MERGE_PERSONS, MergingAdmin
from organisations.consent import CONSENT_FIELDS, ConsentMeans
from organisations.duplicates import same_persons
from organisations.models import Person
from organisations.services import PERSON, separate_persons


class ConsentFilter(admin.SimpleListFilter):
    """Persons and personal contacts by what the public sees of them."""

    title = "accord"
    parameter_name = "accord"

    def lookups(self, request: object, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("attente", "en attente d’accord"), ("donne", "accord donné"), ("verifier", "accord à vérifier")]

    def queryset(self, request: object, queryset: object) -> object:
        if self.value() == "attente":
            return queryset.awaiting_consent()
        if self.value() == "verifier":
            return queryset.public().filter(consent_means=ConsentMeans.EARLIER)
        return queryset.public() if self.value() == "donne" else queryset


@admin.register(Person)
class PersonAdmin(RestoringPage, ErasingAdmin, MergingAdmin, AppearancesField, EditorialAdmin):
    shape = PERSON
    separating = staticmethod(separate_persons)
    add_label = "Nouvelle personne"
    list_display = ("name", "capacity", "consent", "last_change")
    list_filter = (ConsentFilter,)
    search_columns = ("name", "capacity")
    search_help_text = "Nom ou qualité ; les accents ne comptent pas."
    acts = (MERGE_PERSONS,)
    fieldsets = (
        (
            "La personne",
            {
                "fields": ("name", "capacity", "is_public", *CONSENT_FIELDS),
                "description": "Un nom n’est public qu’avec un accord noté. Décocher « nom public » retire le nom de "
                "toutes les pages, flux et exports ; l’accord reste noté.",
            },
        ),
        ("Où son nom apparaît", {"fields": ("places",)}),
    )

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        warn_of_duplicates(request, form.instance, same_persons(form.instance), MERGE_PERSONS.permission_name)

    def look_alike(self, row: Person) -> list[Person]:
        return [] if row.merged_into_id else same_persons(row)

    @admin.display(description="nom public", ordering="is_public")
    def consent(self, row: Person) -> str:
        if row.is_public and not row.has_consent:
            return badge("public, accord à vérifier", "warn")
        if row.is_public:
            return badge("public", "ok")
        return badge("non public, accord noté", "quiet") if row.has_consent else badge("en attente d’accord", "warn")
