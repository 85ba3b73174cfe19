"""Forms of places."""

from __future__ import annotations

from typing import Any

from django import forms

from french.accents import sort_key


class SortKeyForm(forms.ModelForm):
    """A form for a model with a `sort_key`: its uniqueness is checked before the database has to refuse it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.instance.sort_key = sort_key(cleaned.get("name") or "")
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # A column outside the form is otherwise left out, and with it every constraint that names it.
        excluded = super()._get_validation_exclusions()
        if self.instance.sort_key:
            excluded.discard("sort_key")
        return excluded
