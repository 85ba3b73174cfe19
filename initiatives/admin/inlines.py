from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest

from backoffice.editorial import EditorialInline
from backoffice.forms import RankedFormSet
from initiatives.amounts import AmountField
from initiatives.models import Coverage, Figure, Participation, Place


class ParticipationInline(EditorialInline):
    model = Participation
    formset = RankedFormSet
    group = "Qui"
    verbose_name = "organisation"
    verbose_name_plural = "organisations"
    add_text = "Ajouter une organisation"
    fields = ("organisation", "role", "detail")
    autocomplete_fields = ("organisation",)


class PlaceInline(EditorialInline):
    model = Place
    group = "Où"
    verbose_name = "commune"
    verbose_name_plural = "communes"
    add_text = "Ajouter une commune"
    fields = ("commune", "role")
    autocomplete_fields = ("commune",)


class CoverageInline(EditorialInline):
    model = Coverage
    group = "Où"
    verbose_name = "territoire"
    verbose_name_plural = "territoires"
    add_text = "Ajouter un territoire"
    fields = ("area", "role")
    autocomplete_fields = ("area",)


class FigureInline(EditorialInline):
    model = Figure
    formset = RankedFormSet
    group = "En chiffres"
    verbose_name = "chiffre"
    verbose_name_plural = "chiffres"
    add_text = "Ajouter un chiffre"
    fields = ("item", "amount", "unit", "measure", "is_approximate", "as_of")

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "amount":
            kwargs["form_class"] = AmountField
        return super().formfield_for_dbfield(db_field, request, **kwargs)
