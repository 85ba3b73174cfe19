from __future__ import annotations

from typing import Any

from django import forms
from django.db import models

from backoffice.history import name_of
from backoffice.widgets import FrenchDateInput, TextArea
from workshop.talking.mentions import colleagues


class ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, row: models.Model) -> str:
        return name_of(row)


class SayForm(forms.Form):
    passage = forms.CharField(
        label="Passage",
        max_length=500,
        required=False,
        help_text="Facultatif : les mots du texte dont vous parlez, copiés tels quels.",
    )
    text = forms.CharField(
        label="Message ou question",
        max_length=4000,
        widget=TextArea({"rows": 3}),
        help_text="Écrivez @identifiant pour prévenir quelqu’un : un courriel part, et sa première page le dit.",
    )


class AnswerForm(forms.Form):
    text = forms.CharField(label="Réponse", max_length=4000, widget=TextArea({"rows": 2}))


class EntrustForm(forms.Form):
    person = ColleagueField(None, label="À faire par")
    due_on = forms.DateField(label="Pour le", widget=FrenchDateInput(), help_text="Sous la forme jj/mm/aaaa.")
    note = forms.CharField(label="Quoi", max_length=200, required=False, help_text="« vérifier la commune »")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues().order_by("first_name", "last_name", "username")
