from django.contrib import admin

from backoffice.editorial import EditorialAdmin
from backoffice.forms import RankedForm
from backoffice.records.contents import Shape
from backoffice.records.restoring import RestoringPage
from initiatives.models import Audience, Theme


@admin.register(Theme)
class ThemeAdmin(RestoringPage, EditorialAdmin):
    shape = Shape(Theme)
    add_label = "Nouveau thème"
    form = RankedForm
    list_display = ("name", "slug", "heading", "position", "last_change")
    search_columns = ("name", "heading", "description")
    fieldsets = (
        ("Le thème", {"fields": ("name", "description", "heading")}),
        ("Sur le site", {"fields": ("slug", "pictogram", "position")}),
    )


@admin.register(Audience)
class AudienceAdmin(EditorialAdmin):
    add_label = "Nouveau public"
    list_display = ("name", "slug")
    search_columns = ("name",)
    fieldsets = ((None, {"fields": ("name",)}),)
