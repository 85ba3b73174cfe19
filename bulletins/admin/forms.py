from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect

from backoffice.forms import RankedFormSet
from bulletins.checks import NUMBER_LIMIT, taken_number_sentence
from bulletins.models import Bulletin, Entry
from initiatives.models import Initiative


class BulletinForm(forms.ModelForm):
    """The form of a bulletin; a number that is taken is told with the bulletin that has it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number, series = cleaned.get("number"), cleaned.get("series")
        if cleaned.get("kind") == Bulletin.Kind.SPECIAL and number:
            self.add_error("number", "Un hors-série n’a pas de numéro : laissez le champ vide.")
        elif number and number > NUMBER_LIMIT:
            self.add_error("number", f"Les numéros vont jusqu’à {NUMBER_LIMIT}.")
        elif number and series and (sentence := taken_number_sentence(series, number, apart_from=self.instance)):
            self.add_error("number", sentence)
        return cleaned

    def validate_constraints(self) -> None:
        # Said above at its field, with the bulletin that holds the number.
        if not self.has_error("number"):
            super().validate_constraints()


class SectionFormSet(RankedFormSet):
    """A section is taken out once it is empty: with it would go the texts that someone wrote for the day."""

    def clean(self) -> None:
        super().clean()
        for line in self.deleted_forms:
            if line.instance.pk and line.instance.entries.exists():
                raise forms.ValidationError(
                    f"La rubrique « {line.instance.heading or line.instance.theme} » contient des entrées : "
                    "déplacez-les ou ôtez-les d’abord (« Composer le sommaire »)."
                )


class AddEntryForm(forms.Form):
    initiative = forms.ModelChoiceField(
        Initiative.objects.filter(merged_into=None).defer("search_vector"),
        label="Initiative à citer",
        widget=AutocompleteSelect(Entry._meta.get_field("initiative"), admin.site),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Motif du retrait",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="Il reste dans l’historique et n’est pas publié.",
    )


class CorrectionForm(forms.Form):
    correction = forms.CharField(
        label="Ce que le rectificatif change",
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Les lecteurs le liront en tête du bulletin : « Le numéro de téléphone de l’EFS est corrigé. »",
    )


class OccultationForm(forms.Form):
    reason = forms.CharField(
        label="Motif de l’occultation",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="Il reste attaché à l’édition.",
    )
    passages = forms.CharField(
        label="Passages à détruire",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Un par ligne, tels qu’ils sont écrits. Vide : tous les noms et les coordonnées personnelles.",
    )
