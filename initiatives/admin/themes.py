from django.contrib import admin

from backoffice.editorial import EditorialAdmin
from backoffice.forms import RankedForm
from initiatives.models import Audience, Theme


@admin.register(Theme)
class ThemeAdmin(EditorialAdmin):
    add_label = "Nouveau thème"
    form = RankedForm
    list_display = ("name", "slug", "heading", "position", "last_change")
    search_columns = ("name", "heading", "description", "earlier_headings", "words")
    fieldsets = (
        ("Le thème", {"fields": ("name", "description", "heading")}),
        (
            "Pour l’import de documents",
            {
                "fields": ("earlier_headings", "words", "near_words"),
                "description": "Ce qui fait reconnaître ce thème dans un document. Sans rien ici, l’import ne le "
                "propose que sous son nom et ses intertitres.",
            },
        ),
        ("Sur le site", {"fields": ("slug", "pictogram", "position")}),
    )


@admin.register(Audience)
class AudienceAdmin(EditorialAdmin):
    add_label = "Nouveau public"
    list_display = ("name", "slug")
    search_columns = ("name",)
    fieldsets = ((None, {"fields": ("name",)}),)
