"""The field of an account’s form that says in which series it works."""

from __future__ import annotations

from typing import Any

from django import forms

from bulletins.models import Series
from bulletins.reach.acts import UNLIMITED
from bulletins.reach.rule import ADMINISTRATION

FIELD = "kept_series"


def has_several_series() -> bool:
    """With one series there is nothing to choose."""
    return len(Series.objects.values_list("pk")[:2]) > 1


class KeptSeries(forms.ModelForm):
    """`kept_series`, where the installation has several; whoever saves hands it to `entrust_series`."""

    kept_series = forms.ModelMultipleChoiceField(
        Series.objects.all(),
        label="Séries confiées",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Rien de coché : toutes. Sinon, le compte n’écrit et ne publie que dans les séries cochées, et ne "
        "voit que leurs bulletins. Les fiches restent communes. L’administration n’est jamais limitée.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if FIELD not in self.fields:
            return  # a form that is only read
        if not has_several_series():
            del self.fields[FIELD]
        elif self.instance.pk:
            self.initial[FIELD] = list(Series.objects.filter(keepers__user=self.instance))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_unlimited = cleaned.get("is_superuser", self.instance.is_superuser) or any(
            group.name == ADMINISTRATION for group in cleaned.get("groups") or ()
        )
        if cleaned.get(FIELD) and is_unlimited:
            self.add_error(FIELD, UNLIMITED)
        return cleaned
