"""A quantity as people write it in French: “1 600”, “1 600,5”, with any kind of space."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms


class AmountField(forms.DecimalField):
    """A text field, because a browser set to English reads the comma of a number field as a thousands separator."""

    widget = forms.TextInput
    default_error_messages = {"invalid": "Écrivez un nombre, par exemple 1 600 ou 1 600,5."}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal"}

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = re.sub(r"\s", "", value).replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """“40”, not “40.00”; what was typed and refused is shown as typed."""
        if isinstance(value, Decimal):
            return f"{value.normalize():f}".replace(".", ",")
        return value
