from django.contrib import admin

from backoffice.acts import ActsPage
from backoffice.editorial import EditorialAdmin
from backoffice.forms import RankedForm
from backoffice.records.restoring import RestoringPage
from backoffice.records.uniting_page import Unite, UnitingPage
from initiatives.models import Audience, Theme
from initiatives.uniting import SHAPE, merge_themes, other_themes, uses_of_theme


@admin.register(Theme)
class ThemeAdmin(UnitingPage, RestoringPage, ActsPage, EditorialAdmin):
    shape = SHAPE
    acts = (Unite(SHAPE, merge_themes, others=other_themes, uses=uses_of_theme),)
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
