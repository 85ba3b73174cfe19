from __future__ import annotations

from django.contrib import admin
from django.utils.html import format_html, format_html_join

from organisations.appearances import appearances_of
from organisations.models import Contact, Person


class AppearancesField:
    """Adds to a ModelAdmin the list of all places where its row appears, each a link."""

    readonly_fields = ("places",)

    @admin.display(description="apparaît dans")
    def places(self, row: Contact | Person) -> str:
        if row.pk is None:
            return "Après l’enregistrement."
        found = appearances_of(row)
        if not found:
            return "Nulle part pour l’instant."
        lines = format_html_join(
            "",
            '<li>{}\u00a0: <a href="{}">{}</a> <span class="quiet">{}</span></li>',
            ((place.kind, place.url, place.label, place.way) for place in found),
        )
        return format_html('<ul class="places">{}</ul>', lines)
