from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from bulletins.models import Bulletin, Edition
from bulletins.pages import published_editions
from communes.site import KeyedSitemap


class BulletinSitemap(KeyedSitemap):
    """Every public bulletin, by its current edition."""

    key = "bulletin_id"

    def rows(self) -> QuerySet[Edition]:
        return Edition.objects.filter(bulletin__status=Bulletin.Status.PUBLISHED)

    def items(self) -> QuerySet[Edition]:
        return published_editions().defer("snapshot")

    def location(self, item: Edition) -> str:
        return item.bulletin.get_absolute_url()

    def lastmod(self, item: Edition) -> datetime:
        return item.published_at
