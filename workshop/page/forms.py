"""The form of “Nouveau bulletin”."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from backoffice.widgets import FrenchDateInput
from bulletins.models import Bulletin, Series
from bulletins.starting import Origin, approved_this_week, last_issue


class StartForm(forms.Form):
    series = forms.ModelChoiceField(Series.objects.all(), label="Série", empty_label=None)
    kind = forms.ChoiceField(label="Nature", choices=Bulletin.Kind.choices, initial=Bulletin.Kind.NUMBERED)
    title = forms.CharField(
        label="Titre", max_length=250, required=False, help_text="Vide\u00a0: le titre habituel de la série."
    )
    dated_on = forms.DateField(
        label="Date", required=False, widget=FrenchDateInput, help_text="Sous la forme jj/mm/aaaa."
    )
    origin = forms.ChoiceField(choices=Origin.choices, widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"series": Series.objects.first(), "dated_on": timezone.localdate()})

    def offers(self) -> dict[str, Any]:
        """What each way to begin would bring, for the main series: the issue taken up, the number of initiatives."""
        series = Series.objects.first()
        return {
            "series": series,
            "last": last_issue(series) if series else None,
            "fresh": approved_this_week(timezone.now()).count(),
        }
