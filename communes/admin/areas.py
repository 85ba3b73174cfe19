from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from backoffice.acts import ActsPage
from backoffice.editorial import EditorialAdmin, EditorialInline
from backoffice.forms import SortKeyForm
from backoffice.records.distinct import DistinctPage
from backoffice.records.likenesses import nearly_named
from backoffice.records.restoring import RestoringPage
from backoffice.records.uniting_page import Unite, UnitingPage
from communes.models import Area, AreaAlias
from communes.uniting import SHAPE, merge_areas, other_areas, uses_of_area


class AreaAliasInline(EditorialInline):
    model = AreaAlias
    form = SortKeyForm
    group = "Le territoire"
    verbose_name = "autre nom"
    verbose_name_plural = "autres noms"
    add_text = "Ajouter un autre nom"


@admin.register(Area)
class AreaAdmin(UnitingPage, RestoringPage, DistinctPage, ActsPage, EditorialAdmin):
    shape = SHAPE
    acts = (Unite(SHAPE, merge_areas, others=other_areas, uses=uses_of_area),)
    add_label = "Nouveau territoire"
    form = SortKeyForm
    list_display = ("name", "kind", "commune_count", "last_change")
    list_filter = ("kind",)
    search_keys = ("sort_key", "aliases__sort_key")
    search_help_text = "Nom ou autre nom ; les accents ne comptent pas."
    autocomplete_fields = ("communes",)
    inlines = (AreaAliasInline,)
    fieldsets = (
        ("Le territoire", {"fields": ("name", "kind", "locative", "code")}),
        (
            "Ses communes",
            {
                "fields": ("communes", "note"),
                "description": "Un secteur d’usage (« le Calaisis ») n’est pas l’intercommunalité du même nom : "
                "ne réunissez pas les deux.",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        communes = Area.communes.through.objects.filter(area=models.OuterRef("pk")).order_by().values("area")
        return (
            super()
            .get_queryset(request)
            .annotate(
                commune_total=models.functions.Coalesce(
                    models.Subquery(communes.annotate(total=models.Count("pk")).values("total")), 0
                )
            )
        )

    def look_alike(self, row: Area) -> list[Area]:
        """Customary areas only: the others come from the official lists."""
        return nearly_named(row.name, other_areas(row).exclude(pk=row.pk))

    def autocomplete_label(self, row: Area) -> str:
        return f"{row.name} — {row.get_kind_display()}"

    @admin.display(description="communes", ordering="commune_total")
    def commune_count(self, row: Area) -> int:
        return row.commune_total
