from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from bulletins.models import Edition
from bulletins.pages import published_editions
from communes.site import SiteSitemap


class BulletinSitemap(SiteSitemap):
    """Every public bulletin, by its current edition."""

    def items(self) -> QuerySet[Edition]:
        return published_editions().defer("snapshot")

    def location(self, item: Edition) -> str:
        return item.bulletin.get_absolute_url()

    def lastmod(self, item: Edition) -> datetime:
        return item.published_at
