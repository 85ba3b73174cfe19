"""The result of the directory in other forms: same parameters, same rows, same order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from communes.models import Territory
from communes.site import absolute_url
from directory.cards import with_cards
from directory.finding.facets import facets
from directory.finding.filters import DirectoryFilter
from directory.outputs.exports import as_feature, as_json, cells, facets_as_json, header
from directory.outputs.feeds import atom_text
from directory.outputs.writers import csv_lines, geojson_parts, json_text
from directory.views.directory import page_of
from french.accents import slug_of
from french.wording import enumerated

PAGE_SIZE = 100
CHUNK = 200  # rows held in memory at once by a streamed form
FILE_NAME = "initiatives"


def open_data(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Public data: any site may read it, and caches ask again each time, for what is withdrawn must leave at once."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponseBase:
        response = view(request)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return cache_control(public=True, no_cache=True)(answer)


@require_safe
@open_data
def csv(request: HttpRequest) -> StreamingHttpResponse:
    """All rows, streamed; hence without ETag."""
    chosen = DirectoryFilter(request.GET)
    rows = with_cards(chosen.ordered()).iterator(chunk_size=CHUNK)
    absolute = partial(absolute_url, request)
    return StreamingHttpResponse(
        csv_lines(header(), (cells(row, absolute) for row in rows)),
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{file_name(chosen)}.csv"'},
    )


@require_safe
@gzip_page
@open_data
@conditional_page
def json(request: HttpRequest) -> HttpResponse:
    """A hundred rows a page; `next` leads to the following one."""
    chosen = DirectoryFilter(request.GET)
    page = page_of(with_cards(chosen.ordered()), request.GET.get("page", ""), size=PAGE_SIZE)
    absolute = partial(absolute_url, request)
    return HttpResponse(
        json_text(
            {
                "count": page.paginator.count,
                "results": [as_json(row, absolute) for row in page.object_list],
                "facets": facets_as_json(facets(chosen)),
                "next": _page_url(request, chosen, "json", page.number + 1) if page.has_next() else None,
            }
        ),
        content_type="application/json",
    )


@require_safe
@gzip_page
@open_data
@conditional_page
def geojson(request: HttpRequest) -> HttpResponse:
    rows = with_cards(DirectoryFilter(request.GET).ordered()).iterator(chunk_size=CHUNK)
    to_feature = partial(as_feature, absolute=partial(absolute_url, request))
    return HttpResponse("".join(geojson_parts(map(to_feature, rows))), content_type="application/geo+json")


@require_safe
@gzip_page
@open_data
@conditional_page
def atom(request: HttpRequest) -> HttpResponse:
    chosen = DirectoryFilter(request.GET)
    page = page_of(with_cards(chosen.ordered()), request.GET.get("page", ""), size=PAGE_SIZE)
    territory = Territory.objects.first()
    about = enumerated([label for _, _, label in chosen.active])
    name = territory.site_name if territory else "Solidaire"
    to_page = partial(_page_url, request, chosen)
    return HttpResponse(
        atom_text(
            page.object_list,
            title=f"{name} : {about or 'initiatives'}",
            author=territory.publisher if territory else "Solidaire",
            html_url=to_page("directory", 1),
            feed_url=to_page("atom", page.number),
            absolute=partial(absolute_url, request),
            previous=to_page("atom", page.number - 1) if page.has_previous() else "",
            next=to_page("atom", page.number + 1) if page.has_next() else "",
        ),
        content_type="application/atom+xml; charset=utf-8",
    )


def file_name(chosen: DirectoryFilter) -> str:
    """“initiatives-calais”: what was asked for, in plain letters and at a length that any disk takes."""
    return slug_of(" ".join([FILE_NAME, *(label for _, _, label in chosen.active)]), length=80)


def _page_url(request: HttpRequest, chosen: DirectoryFilter, form: str, number: int) -> str:
    query = chosen.query(page=str(number) if number > 1 else "")
    return absolute_url(request, reverse(f"initiatives:{form}") + (f"?{query}" if query else ""))
