"""The way back from a record that was opened from the form of another one, for whoever has no script: an address of
the back office in the page's own address, and nothing else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from backoffice.widgets import ManyChoices

PARAMETER = "retour"


def way_back(request: HttpRequest) -> str:
    """Empty where there is none, or one that leads elsewhere."""
    address = request.GET.get(PARAMETER, "")
    is_ours = address.startswith(reverse("admin:index"))
    return address if is_ours and url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


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
