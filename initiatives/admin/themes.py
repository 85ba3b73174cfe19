from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import Field, RadioSelect
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html

from backoffice.acts import ActsPage
from backoffice.editorial import EditorialAdmin
from backoffice.forms import RankedForm
from backoffice.records.distinct import DistinctPage
from backoffice.records.likenesses import nearly_named
from backoffice.records.restoring import RestoringPage
from backoffice.records.uniting_page import Unite, UnitingPage
from initiatives.models import Audience, Theme
from initiatives.uniting.themes import SHAPE, merge_themes, other_themes, uses_of_theme


class DrawingChoice(RadioSelect):
    """One drawing of the sprite, chosen by its picture and its name."""

    option_template_name = "initiatives/drawing_option.html"


@admin.register(Theme)
class ThemeAdmin(UnitingPage, RestoringPage, DistinctPage, ActsPage, EditorialAdmin):
    shape = SHAPE
    acts = (Unite(SHAPE, merge_themes, others=other_themes, uses=uses_of_theme),)
    add_label = "Nouveau thème"
    form = RankedForm
    list_display = ("drawn_name", "heading", "position", "last_change")
    readonly_fields = ("page",)
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
        ("Sur le site", {"fields": ("pictogram", "position", "page")}),
    )

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Field | None:
        if db_field.name == "pictogram":
            kwargs["widget"] = DrawingChoice
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def look_alike(self, row: Theme) -> list[Theme]:
        return nearly_named(row.name, Theme.objects.exclude(pk=row.pk))

    @admin.display(description="thème", ordering="name")
    def drawn_name(self, theme: Theme) -> str:
        return render_to_string("components/theme_tag.html", {"pictogram": theme.pictogram, "name": theme.name})

    @admin.display(description="adresse de sa page")
    def page(self, theme: Theme) -> str:
        if not theme.slug:
            return "Elle se fait d’elle-même, d’après le nom."
        return format_html('<a href="{0}">{0}</a>', theme.get_absolute_url())


@admin.register(Audience)
class AudienceAdmin(EditorialAdmin):
    add_label = "Nouveau public"
    list_display = ("name", "slug")
    search_columns = ("name",)
    fieldsets = ((None, {"fields": ("name",)}),)
