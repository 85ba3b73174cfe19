from django.contrib import admin

from backoffice.editorial import EditorialAdmin
from bulletins.models import Series


@admin.register(Series)
class SeriesAdmin(EditorialAdmin):
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
