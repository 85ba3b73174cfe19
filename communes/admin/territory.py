from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from backoffice.access.proving import AsksProof
from backoffice.editorial import EditorialAdmin
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from communes.legal import lacking
from communes.models import Territory
from french.wording import enumerated


class TerritoryForm(forms.ModelForm):
    """The telephone number as it is read, not as it is stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.press_phone:
            self.initial["press_phone"] = self.instance.printed_press_phone


@admin.register(Territory)
class TerritoryAdmin(AsksProof, EditorialAdmin):
    """One row: the list leads straight to it."""

    form = TerritoryForm
    logo_page = "workshop:logo"
    autocomplete_fields = ("departments",)
    fieldsets = (
        ("Le site et son territoire", {"fields": ("name", "site_name", "tagline", "departments")}),
        (
            "Qui répond à la presse",
            {
                "fields": ("press_office", "press_phone", "press_email"),
                "description": "Dit une fois, ici : il paraît au bas des bulletins et de leur PDF, dans les "
                "mentions légales et sur la page « Accessibilité ».",
            },
        ),
        (
            "Qui publie le site",
            {
                "fields": ("publisher", "publisher_address", "publication_director"),
                "description": "Pour les mentions légales, que la loi demande à tout site.",
            },
        ),
        ("Qui l’héberge", {"fields": ("hosting",)}),
    )

    def record_title(self, row: Territory) -> str:
        return f"Installation\u00a0: {row}"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        if kwargs.get("obj") is not None:
            context["logo_url"] = reverse(self.logo_page)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Territory, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.changed_data:
            told = enumerated([str(form.fields[name].label).lower() for name in form.changed_data])
            note(Kind.SETTINGS_CHANGED, by=request.user, about=obj, told=told)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if missing := lacking(form.instance):
            messages.warning(request, f"Les mentions légales restent incomplètes : {enumerated(missing)}.")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        only = Territory.objects.first()
        if only and self.has_view_or_change_permission(request, only):
            return HttpResponseRedirect(reverse("admin:communes_territory_change", args=[only.pk]))
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Territory.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Territory | None = None) -> bool:
        return False
