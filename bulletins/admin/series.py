from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from backoffice.editorial import EditorialAdmin
from bulletins.admin.reaching import ReachedOnly
from bulletins.models import Series
from bulletins.reach.rule import is_limited


@admin.register(Series)
class SeriesAdmin(ReachedOnly, EditorialAdmin):
    """Who is limited to some series changes those, and makes none."""

    to_series = "pk"
    add_label = "Nouvelle série"
    list_display = ("name", "is_main", "last_number", "last_change")
    search_columns = ("name",)
    readonly_fields = ("last_number",)  # only publication moves the counter
    fieldsets = (
        ("La série", {"fields": ("name", "slug", "is_main", "last_number")}),
        ("Proposé à chaque bulletin", {"fields": ("place", "signatory_name", "signatory_function")}),
        ("Avant de publier", {"fields": ("needs_second_reader",)}),
        (
            "Dans le PDF",
            {
                "fields": ("letterhead",),
                "description": "Le contact presse se règle une fois pour toutes dans « Installation ».",
            },
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not is_limited(request.user)
