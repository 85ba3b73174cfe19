"""The address of the site, as links that leave it say it: canonical links, feeds, PDFs, sitemap, data."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest


def site_url(request: HttpRequest) -> str:
    """“https://exemple.fr”. The host of a request is not believed where SITE_URL says better: the allowed hosts let it
    come with any port, capitals or a final dot, and a cache or a search engine would keep that."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def absolute_url(request: HttpRequest, path: str) -> str:
    """The full address of a path of the site."""
    return f"{site_url(request)}{path}"


class SiteSitemap(Sitemap):
    def get_urls(self, page: int = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        if settings.SITE_URL:
            own = urlsplit(settings.SITE_URL)
            site, protocol = SimpleNamespace(domain=own.netloc), own.scheme
        return super().get_urls(page, site, protocol)
