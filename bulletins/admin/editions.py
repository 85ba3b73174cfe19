from __future__ import annotations

from itertools import groupby

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string

from backoffice.acts import ActsPage
from backoffice.editorial import EditorialAdmin, badge
from backoffice.history import moment_by
from bulletins.admin.acts import Occult
from bulletins.admin.reaching import ReachedOnly, ReachedSeriesFilter
from bulletins.models import Edition
from bulletins.outputs.blocks import Kind, blocks_of
from bulletins.presenting import issues_of


@admin.register(Edition)
class EditionAdmin(ReachedOnly, ActsPage, EditorialAdmin):
    """What was published, as it was: read, never written. Only personal data can be destroyed in it."""

    list_display = ("bulletin_label", "revision", "publication", "state")
    list_display_links = ("bulletin_label", "revision")
    to_series = "bulletin__series"
    list_filter = (("bulletin__series", ReachedSeriesFilter),)
    ordering = ("-published_at", "-pk")
    list_select_related = ("bulletin__series", "published_by")
    search_columns = ("bulletin__title", "correction")
    acts = (Occult(),)
    fieldsets = (
        ("Parution", {"fields": ("bulletin", "revision", "publication", "state", "correction")}),
        ("Le texte tel qu’il se lit", {"fields": ("content",)}),
        (
            "Preuve",
            {"fields": ("sha256",), "description": "L’empreinte du contenu figé\u00a0: elle change si un mot change."},
        ),
    )
    readonly_fields = ("bulletin", "revision", "publication", "correction", "state", "sha256", "content")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("bulletin__series", "published_by", "occulted_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False

    def record_title(self, row: Edition) -> str:
        return f"{row.bulletin}, {row}"

    @admin.display(description="bulletin", ordering="bulletin")
    def bulletin_label(self, row: Edition) -> str:
        return str(row.bulletin)

    @admin.display(description="publication", ordering="published_at")
    def publication(self, row: Edition) -> str:
        return moment_by(row.published_at, row.published_by)

    @admin.display(description="état")
    def state(self, row: Edition) -> str:
        if row.occulted_at:
            return badge(f"données occultées : {row.occultation_reason}", "warn")
        return badge("rectificatif" if row.is_rectification else "première parution", "info")

    @admin.display(description="texte paru")
    def content(self, row: Edition) -> str:
        """What readers read of it now: as it was frozen, without what is no longer public."""
        (issue,) = issues_of([row])
        blocks = blocks_of(issue, origin="")
        groups = [
            (is_list, list(group)) for is_list, group in groupby(blocks, key=lambda block: block.kind is Kind.ITEM)
        ]
        bulletin = row.bulletin
        page_url = f"{bulletin.get_absolute_url()}?revision={row.revision}" if bulletin.is_published else ""
        return render_to_string("bulletins/frozen_text.html", {"groups": groups, "page_url": page_url})
