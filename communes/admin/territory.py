from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from backoffice.editorial import EditorialAdmin
from communes.models import Territory


@admin.register(Territory)
class TerritoryAdmin(EditorialAdmin):
    """One row: the list leads straight to it."""

    autocomplete_fields = ("departments",)
    fieldsets = (
        ("Le site", {"fields": ("name", "site_name", "tagline", "departments")}),
        ("L’éditeur", {"fields": ("publisher", "publisher_address", "publication_director", "hosting")}),
        ("La presse", {"fields": ("press_email", "press_phone")}),
    )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        only = Territory.objects.first()
        if only and self.has_view_or_change_permission(request, only):
            return HttpResponseRedirect(reverse("admin:communes_territory_change", args=[only.pk]))
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Territory.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Territory | None = None) -> bool:
        return False
