"""The form of “Nouveau bulletin”."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from backoffice.widgets import FrenchDateInput
from bulletins.models import Bulletin, Series
from bulletins.reach.rule import series_within
from bulletins.starting import Origin, approved_this_week, last_issue


class StartForm(forms.Form):
    series = forms.ModelChoiceField(Series.objects.none(), label="Série", empty_label=None)
    kind = forms.ChoiceField(label="Nature", choices=Bulletin.Kind.choices, initial=Bulletin.Kind.NUMBERED)
    title = forms.CharField(
        label="Titre", max_length=250, required=False, help_text="Vide\u00a0: le titre habituel de la série."
    )
    dated_on = forms.DateField(
        label="Date", required=False, widget=FrenchDateInput, help_text="Sous la forme jj/mm/aaaa."
    )
    origin = forms.ChoiceField(choices=Origin.choices, widget=forms.HiddenInput)

    def __init__(self, user: AbstractBaseUser, data: Any = None) -> None:
        self.known = series_within(user)
        super().__init__(data, initial={"series": self.known.first(), "dated_on": timezone.localdate()})
        self.fields["series"].queryset = self.known

    def offers(self) -> dict[str, Any]:
        """What each way to begin would bring, for the first series: the issue taken up, the number of initiatives."""
        series = self.known.first()
        return {
            "series": series,
            "last": last_issue(series) if series else None,
            "fresh": approved_this_week(timezone.now()).count(),
        }
