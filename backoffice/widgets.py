"""Fields as officers type them."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelectMultiple


class FrenchDateInput(forms.DateInput):
    """A day typed as 30/04/2020. The browser's own date field would silently drop what it cannot read."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "size": 12, **(attrs or {})}, format="%d/%m/%Y")


class TextArea(forms.Textarea):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 5, **(attrs or {})})


class ManyChoices(AutocompleteSelectMultiple):
    """Several rows chosen by typing, each taken out by its own cross; a common one would break the list."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}
