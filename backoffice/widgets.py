"""Fields as officers type them."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from backoffice.returning import PARAMETER


class FrenchDateInput(forms.DateInput):
    """A day typed as 30/04/2020. The browser's own date field would silently drop what it cannot read."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "size": 12, **(attrs or {})}, format="%d/%m/%Y")


class TextArea(forms.Textarea):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 5, **(attrs or {})})


class PlainKeys(AutocompleteMixin):
    """A forged choice (“²”) is refused by its field, then the form is shown again: there the stock widget would ask
    the database for it, and fail."""

    def optgroups(self, name: str, value: list[str], attr: dict[str, Any] | None = None) -> list[Any]:
        return super().optgroups(name, [one for one in value if not one or self._is_key(one)], attr)

    def _is_key(self, value: str) -> bool:
        related = self.field.remote_field
        try:
            related.model._meta.get_field(getattr(related, "field_name", None) or related.model._meta.pk.name).clean(
                value, None
            )
        except ValidationError:
            return False
        return "\x00" not in str(value)


class OneChoice(PlainKeys, AutocompleteSelect):
    """One row chosen by typing."""


class ManyChoices(PlainKeys, AutocompleteSelectMultiple):
    """Several rows chosen by typing, each taken out by its own cross; a common one would break the list."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}


class RelatedChoice(RelatedFieldWidgetWrapper):
    """A choice with links to the record chosen and to a new one; each of several chosen ones may be changed too."""

    def __init__(self, stock: RelatedFieldWidgetWrapper, *, request: HttpRequest, may_change: bool) -> None:
        super().__init__(
            stock.widget,
            stock.rel,
            stock.admin_site,
            can_add_related=stock.can_add_related,
            can_change_related=stock.can_change_related,
            can_view_related=stock.can_view_related,
        )
        self.back = urlencode({PARAMETER: request.path})
        self.is_several = may_change and isinstance(stock.widget, ManyChoices)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        opts = self.rel.model._meta
        template = self.get_related_url((opts.app_label, opts.model_name), "change", "__fk__")
        context |= {"back": self.back, "several_template_url": template if self.is_several else ""}
        chosen = str(value) if value and not isinstance(value, list | tuple) else ""
        context["chosen_url"] = template.replace("__fk__", chosen) if chosen.isascii() and chosen.isalnum() else ""
        return context
