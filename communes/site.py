"""The address of the site, as links that leave it say it: canonical links, feeds, PDFs, sitemap, data."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db import connections
from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest

MOST_DIGITS = 12  # of the number of a part
NO_PART = "Cette partie n’existe pas."
STEPS = """
    WITH RECURSIVE part(number) AS (
        SELECT ({first})
        UNION ALL
        SELECT ({following}) FROM part WHERE part.number IS NOT NULL
    )
    SELECT number FROM part WHERE number IS NOT NULL
"""


def site_url(request: HttpRequest) -> str:
    """“https://exemple.fr”. The host of a request is not believed where SITE_URL says better: the allowed hosts let it
    come with any port, capitals or a final dot, and a cache or a search engine would keep that."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def absolute_url(request: HttpRequest, path: str) -> str:
    """The full address of a path of the site."""
    return f"{site_url(request)}{path}"


class SiteSitemap(Sitemap):
    """Addresses of one kind of pages: all together, or in parts of a bounded size, each under a number of its own."""

    def __init__(self, *, in_parts: bool = False) -> None:
        self.in_parts = in_parts

    @property
    def paginator(self) -> SiteSitemap:
        return self

    def parts(self) -> list[int]:
        """The numbers of the parts that hold something."""
        return [0]

    def part(self, number: int) -> Any:
        """The items of one part. Raises EmptyPage where nothing stands under this number."""
        if number:
            raise EmptyPage(NO_PART)
        return self.items()

    def page(self, number: Any) -> SimpleNamespace:
        """What Django asks a paginator for. Raises InvalidPage where nothing stands under this number."""
        if not self.in_parts:
            return SimpleNamespace(object_list=self.items())
        if not str(number).isascii() or not str(number).isdecimal() or len(str(number)) > MOST_DIGITS:
            raise PageNotAnInteger(NO_PART)
        return SimpleNamespace(object_list=self.part(int(number)))

    def get_urls(self, page: int = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        if settings.SITE_URL:
            own = urlsplit(settings.SITE_URL)
            site, protocol = SimpleNamespace(domain=own.netloc), own.scheme
        return super().get_urls(page, site, protocol)


class KeyedSitemap(SiteSitemap):
    """Very many rows: a part holds those whose key lies between two multiples of `size`.

    Cut by keys and not by ranks, a part costs the same wherever it lies, and changes only when a row of it does.
    """

    size = 250
    key = "pk"

    def rows(self) -> QuerySet:
        """What is cut into parts: cheaper to read than the items, which are of them."""
        return self.items()

    def parts(self) -> list[int]:
        return parts_held(self.rows(), key=self.key, size=self.size)

    def part(self, number: int) -> list[Any]:
        first = number * self.size
        own = {f"{self.key}__gte": first, f"{self.key}__lt": first + self.size}
        items = list(self.items().filter(**own))
        if not items and not self.rows().filter(**own).exists():
            raise EmptyPage(NO_PART)
        return items


def parts_held(rows: QuerySet, *, key: str, size: int) -> list[int]:
    """The numbers of the parts, of `size` keys each, in which there are rows; one query, which looks once for
    each part. There must be an index over the key.
    """
    cut = rows.order_by(key).annotate(part=F(key) / size).values("part")
    beyond = RawSQL("(part.number + 1) * %s", [size], output_field=BigIntegerField())
    using = rows.db
    first, parameters = cut[:1].query.get_compiler(using).as_sql()
    following, more = cut.filter(**{f"{key}__gte": beyond})[:1].query.get_compiler(using).as_sql()
    with connections[using].cursor() as cursor:
        cursor.execute(STEPS.format(first=first, following=following), [*parameters, *more])
        return [number for (number,) in cursor]
