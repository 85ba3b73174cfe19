"""What the form of an initiative says of its state and of the bulletins that tell it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from backoffice.history import moment_by
from french.wording import ended
from initiatives.models import Initiative


def notice(row: Initiative) -> str:
    """The sentence on top of the form; empty where the state needs none."""
    if row.status == Initiative.Status.WITHDRAWN:
        return f"Cette initiative a été retirée. Motif : {ended(row.withdrawal_reason)}"
    if row.status == Initiative.Status.RETURNED:
        when = moment_by(row.returned_at, row.returned_by)
        return f"Renvoyée le {when} : {ended(row.return_note)} Reprenez-la, puis proposez-la de nouveau."
    return ""


def bulletins_of(row: Initiative) -> SafeString | str:
    """The bulletins that told it or what was united with it, and the drafts that are about to; in two queries."""
    # The keys first: “its own or of what was united with it” asked of the citations would read every one.
    own = Initiative.objects.filter(models.Q(pk=row.pk) | models.Q(merged_into=row)).values("pk")
    citations = row.citations.model.objects.filter(initiative__in=own).select_related("bulletin")
    citations = citations.order_by("bulletin", "position")
    told = [(_form(bulletin), bulletin.label, "") for bulletin in dict.fromkeys(one.bulletin for one in citations)]
    entries = row.entries.filter(section__bulletin__status="draft").select_related(
        "section__bulletin__series", "section__bulletin__created_by"
    )
    drafts = dict.fromkeys(entry.section.bulletin for entry in entries)
    told += [(_form(one), one.name_apart, ", brouillon") for one in drafts]
    return format_html_join(", ", '<a href="{}">{}</a>{}', told) or "Aucun bulletin encore."


def _form(bulletin) -> str:
    return reverse("admin:bulletins_bulletin_change", args=[bulletin.pk])
