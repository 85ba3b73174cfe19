from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from backoffice.editorial import EditorialInline
from backoffice.forms import RankedFormSet
from backoffice.records.contents import Part, Shape
from backoffice.records.restoring import NotRestorable, RestoringPage
from backoffice.returning import back_url
from backoffice.versioned import VersionedAdmin
from backoffice.versions import StaleVersion, take_next_version
from backoffice.widgets import TextArea
from bulletins.admin.composing import frozen_notice, saved_unseen, withdrawn_notice
from bulletins.admin.reaching import ReachedOnly
from bulletins.models import Bulletin, Entry, Section
from initiatives.models import Initiative


class EntryInline(EditorialInline):
    model = Entry
    formset = RankedFormSet
    group = "Entrées"
    verbose_name = "entrée"
    verbose_name_plural = "entrées"
    add_text = "Ajouter une entrée"
    fields = ("initiative", "wording", "own_text")
    readonly_fields = ("own_text",)
    autocomplete_fields = ("initiative",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        initiatives = Initiative.objects.defer("search_vector")
        return super().get_queryset(request).prefetch_related(models.Prefetch("initiative", initiatives))

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "wording":
            kwargs["widget"] = TextArea({"rows": 6})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="texte de la fiche")
    def own_text(self, row: Entry) -> str:
        if row.pk is None:
            return "Après l’enregistrement."
        url = reverse("admin:initiatives_initiative_change", args=[row.initiative_id])
        return format_html('{} <a href="{}">ouvrir la fiche</a>', Truncator(row.initiative.summary).chars(400), url)


@admin.register(Section)
class SectionAdmin(ReachedOnly, RestoringPage, VersionedAdmin):
    """One section of a bulletin with its entries, reached from the bulletin. Its version is the bulletin's."""

    shape = Shape(Section, but=("bulletin", "position"), parts=(Part(Entry, "section", "Entrées"),))
    to_series = "bulletin__series"
    list_display = ("heading", "theme", "bulletin")
    search_columns = ("heading",)
    inlines = (EntryInline,)
    fieldsets = (
        ("Rubrique", {"fields": ("theme", "heading", "introduction")}),
        (
            "Entrées",
            {
                "fields": (),
                "description": "Une nouvelle entrée vient à la fin ; l’ordre se change dans l’Atelier.",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("bulletin__series", "bulletin__created_by", "theme")

    def record_title(self, row: Section) -> str:
        return row.heading or f"Rubrique « {row.theme} »"

    def versioned_row(self, row: Section) -> Bulletin:
        return row.bulletin

    def restore_row(self, request: HttpRequest, row: Section, at: datetime, version: int | None) -> str:
        with transaction.atomic():
            try:
                take_next_version(row.bulletin, expected=version or 0)
            except StaleVersion as stale:
                raise NotRestorable(str(stale)) from stale
            done = super().restore_row(request, row, at, None)
            row.bulletin._history_user, row.bulletin._change_reason = (
                request.user,
                "rubrique revenue à un état antérieur",
            )
            row.bulletin.save()
        return done

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False  # sections have no life of their own: the list of bulletins leads to them

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # added in the bulletin's form

    def has_delete_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        return False  # likewise

    def has_change_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        is_withdrawn = obj is not None and obj.bulletin.status == Bulletin.Status.WITHDRAWN
        return super().has_change_permission(request, obj) and not is_withdrawn

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:bulletins_bulletin_changelist"))

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "introduction":
            kwargs["widget"] = TextArea({"rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        row = kwargs.get("obj")
        if row is not None and row.pk:
            context["parent_url"] = reverse("admin:bulletins_bulletin_change", args=[row.bulletin_id])
            context["workshop_url"] = reverse("workshop:page", args=[row.bulletin_id])
            context["compose_url"] = reverse("admin:bulletins_bulletin_compose", args=[row.bulletin_id])
            context["parent"] = row.bulletin.name_apart
            context["notice"] = frozen_notice(row.bulletin) or withdrawn_notice(row.bulletin)
        return super().render_change_form(request, context, *args, **kwargs)

    def saved_sentence(self, request: HttpRequest, row: Section) -> str:
        return saved_unseen(request, row.bulletin) or super().saved_sentence(request, row)

    def response_post_save_change(self, request: HttpRequest, obj: Section) -> HttpResponse:
        page = reverse("workshop:page", args=[obj.bulletin_id])
        return HttpResponseRedirect(back_url(request) or f"{page}#ouvrir-section-{obj.pk}-heading")
