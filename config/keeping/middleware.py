"""Public pages are made once and kept in the process until something is committed.

Each request asks the database which transactions it can see (`directory.changes.looking`, one short query). As long as
the answer is the same, no page can have changed: whatever any room wrote would show in it, by whatever path, and what
is not committed yet is named in it. So nothing has to be told of a change, and nothing can be forgotten
([decision 18](docs/decisions/0018-pages-kept-between-commits.md)).

A page that says something of files on the disk names them (`response.files`); a page of a new day is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, InterfaceError, OperationalError, connections, router
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from communes.models import Territory
from communes.remembered import at_moment
from config.keeping.fingerprints import FINGERPRINT, fingerprint
from config.keeping.last import LastPages
from config.keeping.pages import KeptPages, Key, Page
from config.keeping.taking import last_taking
from directory.changes import looking
from directory.outputs.lines import recipe

KEPT_APPS = {"initiatives", "communes", "organisations", "bulletins"}
KEPT_NAMES = {"legal", "accessibility", "open_data"}
KEPT_TYPES = ("text/html", "text/csv", "application/json", "application/geo+json", "application/atom+xml")
# Only what we wrote ourselves tells how an answer may be handed to somebody else.
KEPT_HEADERS = {"Content-Type", "Content-Length", "Content-Disposition", "Link", "Access-Control-Allow-Origin"}
LONGEST_ADDRESS = 500


class KeptPagesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.kept = KeptPages(settings.KEPT_PAGES_BYTES)
        self.last = LastPages(settings.LAST_PAGES_BYTES if settings.KEPT_PAGES_BYTES else 0)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if away := getattr(request, "database_is_away", None):  # known to be, by `config.replicas`
            return self._last_page(request) or away(request)
        key = _key(request)
        taking = last_taking()
        self.last.forget(taking)
        with ExitStack() as stack:
            try:
                mark = stack.enter_context(_looking()) if key else None
            except (OperationalError, InterfaceError):
                return self._last_page(request) or self.get_response(request)
            return self.get_response(request) if mark is None else self._answer(request, key, mark, taking)

    def _answer(self, request: HttpRequest, key: Key, mark: tuple, taking: int) -> HttpResponseBase:
        page = self.kept.find(key, mark)
        if page and page.is_current():
            self.last.confirm(key, taking=taking)
            return page.answer(is_packed="gzip" in request.headers.get("Accept-Encoding", ""))
        response = self.get_response(request)
        if not _is_for_all(request, response):
            return response
        if response.streaming:
            # Too long to be kept or read for its fingerprint: what it was made of stands for it.
            response[FINGERPRINT] = fingerprint(repr((recipe(), key, mark)).encode())
        else:
            response[FINGERPRINT] = fingerprint(response.content)
            headers = dict(response.headers)
            self.kept.keep(key, mark, Page(response.content, headers, getattr(response, "files", {})))
            self.last.keep(key, response, taking=taking)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """The database went away while the page was made."""
        return self._last_page(request) if isinstance(exception, (OperationalError, InterfaceError)) else None

    def _last_page(self, request: HttpRequest) -> HttpResponseBase | None:
        key = _key(request)
        is_allowed = key and settings.SESSION_COOKIE_NAME not in request.COOKIES
        return self.last.answer(key) if is_allowed else None


def _key(request: HttpRequest) -> Key | None:
    """All of a request on which a public answer depends; what is no plain request was refused before."""
    query = request.META.get("QUERY_STRING", "")
    if request.method != "GET" or len(request.path) + len(query) > LONGEST_ADDRESS:
        return None
    try:
        return f"{request.scheme}://{request.get_host()}", request.path, query
    except DisallowedHost:
        return None


@contextmanager
def _looking() -> Iterator[tuple | None]:
    """The mark of the moment, taken before anything of the page is read: it may then be younger than its mark, never
    older. None inside a transaction, which sees what it wrote itself. Raises where the database does not answer."""
    using = router.db_for_read(Territory)
    if connections[using].in_atomic_block:
        yield None
        return
    with ExitStack() as stack:
        try:
            look = stack.enter_context(looking(using))
        except (OperationalError, InterfaceError):
            raise
        except DatabaseError:
            look = None
        stack.enter_context(at_moment(look and look.installation))
        yield (*look.mark, timezone.localdate()) if look else None


def _is_for_all(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A whole page for everybody, of those that are known to depend on the database, the address and the day alone."""
    match = request.resolver_match
    return (
        match is not None
        and (match.app_name in KEPT_APPS or match.url_name in KEPT_NAMES)
        and response.status_code == 200
        and not response.cookies
        and KEPT_HEADERS.issuperset(response.headers)
        and response["Content-Type"].startswith(KEPT_TYPES)
        and not any(name.startswith("_csp") or name == "xframe_options_exempt" for name in vars(response))
    )
