from __future__ import annotations

import json

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html

from backoffice.acts import ActsPage
from backoffice.editorial import EditorialAdmin, badge
from backoffice.history import moment_by
from bulletins.admin.acts import Occult
from bulletins.models import Edition


@admin.register(Edition)
class EditionAdmin(ActsPage, EditorialAdmin):
    """What was published, as it was: read, never written. Only personal data can be destroyed in it."""

    list_display = ("bulletin_label", "revision", "publication", "state")
    list_display_links = ("bulletin_label", "revision")
    list_filter = ("bulletin__series",)
    ordering = ("-published_at", "-pk")
    list_select_related = ("bulletin__series", "published_by")
    search_columns = ("bulletin__title", "correction")
    acts = (Occult(),)
    fields = ("bulletin", "revision", "publication", "correction", "state", "sha256", "content")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("bulletin__series", "published_by", "occulted_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False

    @admin.display(description="bulletin", ordering="bulletin")
    def bulletin_label(self, row: Edition) -> str:
        return str(row.bulletin)

    @admin.display(description="publication", ordering="published_at")
    def publication(self, row: Edition) -> str:
        return moment_by(row.published_at, row.published_by)

    @admin.display(description="état")
    def state(self, row: Edition) -> str:
        if row.occulted_at:
            return badge(f"données occultées : {row.occultation_reason}", "warn")
        return badge("rectificatif" if row.is_rectification else "première parution", "info")

    @admin.display(description="contenu figé")
    def content(self, row: Edition) -> str:
        if row.bulletin.is_published:
            url = f"{row.bulletin.get_absolute_url()}?revision={row.revision}"
            readable = format_html('<a href="{}">Lire cette révision comme elle a paru</a>', url)
        else:
            readable = "Le bulletin est retiré\u00a0: aucune page ne le montre plus."
        return format_html(
            '<p>{}</p><details class="quiet"><summary>Données brutes (JSON)</summary><pre>{}</pre></details>',
            readable,
            json.dumps(row.snapshot, ensure_ascii=False, indent=2),
        )
