"""“Registre”, under the form of a person, of a contact, of an account: the way to the page that answers a request."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from backoffice.records.panels import Panel
from ledger.erasing.subjects import Row, kind_of, right_to_erase
from organisations.models import Contact

TEMPLATE = "ledger/panel.html"


def panel_of(request: HttpRequest, row: Row) -> Panel | None:
    """No query. None for a contact that is nobody's own, for a double, and for who may not answer."""
    is_nobodys = isinstance(row, Contact) and not row.is_personal
    if is_nobodys or getattr(row, "merged_into_id", None) or not request.user.has_perm(right_to_erase(row)):
        return None
    url = reverse("ledger:entry", args=[kind_of(row), row.pk])
    return Panel(TEMPLATE, "registre", "Registre", context={"url": url})
