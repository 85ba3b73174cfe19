from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q

from backoffice.forms import RankedFormSet
from backoffice.widgets import OneChoice
from bulletins.checks import NUMBER_LIMIT, taken_number_sentence
from bulletins.checks.changes import changes_of, unannounced_sentence
from bulletins.models import Bulletin, Edition, Entry
from bulletins.reading import entries_of
from initiatives.models import Initiative
from organisations.models import Contact, Person


class BulletinForm(forms.ModelForm):
    """The form of a bulletin; a number that is taken is told with the bulletin that has it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number, series = cleaned.get("number"), cleaned.get("series")
        if cleaned.get("kind") == Bulletin.Kind.SPECIAL and number:
            self.add_error("number", "Un hors-série n’a pas de numéro : laissez le champ vide.")
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
                    f"La rubrique « {line.instance.heading or line.instance.theme} » contient des entrées : "
                    "déplacez-les ou ôtez-les d’abord (« Composer le sommaire »)."
                )


class AddEntryForm(forms.Form):
    initiative = forms.ModelChoiceField(
        Initiative.objects.filter(merged_into=None).defer("search_vector"),
        label="Initiative à citer",
        widget=OneChoice(Entry._meta.get_field("initiative"), admin.site),
    )


class WithdrawalForm(forms.Form):
    """Why, for the office; and what readers of the old address are told."""

    reason = forms.CharField(
        label="Motif du retrait",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="Il reste dans l’historique et n’est pas publié.",
    )
    public_note = forms.CharField(
        label="Explication publique",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Facultative. Qui suit un ancien lien la lira à l’adresse du bulletin.",
    )
    replaced_by = forms.ModelChoiceField(
        Bulletin.objects.none(),
        label="Remplacé par",
        required=False,
        empty_label="Aucun bulletin",
        help_text="Facultatif : un bulletin déjà publié, vers lequel l’ancienne adresse conduira.",
    )

    def __init__(self, bulletin: Bulletin, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        others = Bulletin.objects.published().exclude(pk=bulletin.pk).newest_first()
        self.fields["replaced_by"].queryset = others


class EmergencyForm(forms.Form):
    emergency_reason = forms.CharField(
        label="Motif de l’urgence",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="Pourquoi une autre personne n’a pas pu relire. Il reste dans l’historique et n’est pas publié.",
    )


class CorrectionForm(forms.Form):
    """What readers are told of a rectificatif; where nothing that changes has to do with it, it is asked once more."""

    correction = forms.CharField(
        label="Ce que le rectificatif change",
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Les lecteurs le liront en tête du bulletin : « Le numéro de téléphone de l’EFS est corrigé. »",
    )
    is_sure = forms.BooleanField(label="J’ai vérifié : publier le rectificatif tel quel", required=False)

    def __init__(self, bulletin: Bulletin, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        correction = self.data.get("correction", "") if self.is_bound else ""
        self.warning = unannounced_sentence(correction, changes_of(bulletin)) if correction.strip() else ""
        if not self.warning:
            del self.fields["is_sure"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.warning and not cleaned.get("is_sure"):
            self.add_error("correction", self.warning)
        return cleaned


class OccultationForm(forms.Form):
    """What to destroy, chosen among what the bulletin's editions hold, or written out; never nothing."""

    contacts = forms.ModelMultipleChoiceField(
        Contact.objects.none(),
        label="Coordonnées à détruire",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sous toutes leurs formes, dans tous les bulletins et toutes les fiches qui les contiennent.",
    )
    persons = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label="Noms à détruire",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Dans toutes les révisions de ce bulletin et dans les fiches où la personne est citée.",
    )
    passages = forms.CharField(
        label="Passages à détruire",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Un par ligne. Un numéro ou une adresse est détruit sous toutes ses formes, partout ; d’autres mots, "
        "tels qu’ils sont écrits, dans toutes les révisions de ce bulletin et dans ses fiches.",
    )
    is_everywhere = forms.BooleanField(
        label="Détruire aussi ces mots dans les autres bulletins et fiches", required=False
    )
    reason = forms.CharField(
        label="Motif de l’occultation",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="Il reste attaché aux éditions et n’est pas publié : n’y écrivez pas ce que vous détruisez.",
    )

    def __init__(self, edition: Edition, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        entries = [
            entry
            for snapshot in edition.bulletin.editions.values_list("snapshot", flat=True)
            for entry in entries_of(snapshot)
        ]
        for name, model in (("contacts", Contact), ("persons", Person)):
            frozen = {row["id"] for entry in entries for row in entry[name]}
            attached = Q(initiatives__in={entry["id"] for entry in entries})
            self.fields[name].queryset = model.objects.filter(Q(pk__in=frozen) | attached).distinct()
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = any(cleaned.get(name) for name in ("contacts", "persons", "passages"))
        if not chosen and not self.errors.keys() & {"contacts", "persons", "passages"}:
            raise forms.ValidationError(
                "Choisissez ce qui doit être détruit : cochez une coordonnée ou un nom, ou écrivez un passage."
            )
        return cleaned
