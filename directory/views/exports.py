"""The result of the directory in other forms: same parameters, same rows, same order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial, wraps
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from communes.licence import LICENCE
from communes.models import Area, Territory
from communes.site import absolute_url
from directory.cards.keeping import in_order
from directory.finding.facets import facets
from directory.finding.filters import DirectoryFilter
from directory.index.standing import searched
from directory.outputs.exports import Absolute, as_json, cells, facets_as_json, figures_cells, figures_header, header
from directory.outputs.feeds import atom_text
from directory.outputs.geojson import features_text, placed
from directory.outputs.lines import WORTH_KEEPING, one_state, printed
from directory.outputs.said import Said, with_said
from directory.outputs.writers import gathered, json_text, listed
from directory.views.directory import page_of
from french.accents import slug_of
from french.spreadsheets import csv_line, csv_lines
from french.wording import NBSP, enumerated

PAGE_SIZE = 100
ALL_PAGES = "toutes"  # in the place of a page’s number
CHUNK = 200  # rows held in memory at once by a form that has no pages; lines sent at once
FILE_NAME = "initiatives"


def open_data(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Public data: any site may read it, under the licence that goes with it."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponseBase:
        response = view(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Link"] = f'<{LICENCE.url}>; rel="license"'
        return response

    return answer


@require_safe
@open_data
def csv(request: HttpRequest) -> HttpResponseBase:
    """All rows, one an initiative."""
    return _spreadsheet(request, FILE_NAME, header(), lambda said, absolute: [cells(said, absolute)], kept="csv")


@require_safe
@open_data
def figures_csv(request: HttpRequest) -> HttpResponseBase:
    """The figures of all rows, one line a figure."""
    return _spreadsheet(request, f"{FILE_NAME}-chiffres", figures_header(), figures_cells, kept="figures_csv")


def _spreadsheet(
    request: HttpRequest, name: str, titles: list[str], lines_of: Callable[..., list[list[str]]], *, kept: str
) -> HttpResponseBase:
    """All rows as lines of a spreadsheet."""
    chosen, absolute = DirectoryFilter(request.GET), partial(absolute_url, request)
    is_long = _is_long(chosen)

    def say(said: Said) -> str:
        return "".join(csv_line(line) for line in lines_of(said, absolute))

    return _sent(
        *csv_lines(titles, []),
        _lines(chosen, say, kept=kept, site=absolute(""), is_long=is_long),
        is_long=is_long,
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{file_name(chosen, name)}.csv"'},
    )


def _lines(
    chosen: DirectoryFilter, say: Callable[[Said], str], *, kept: str, site: str, is_long: bool
) -> Iterator[str]:
    """What each row says: of many the lines that are kept, in one state of the database."""
    if not is_long:
        yield from (say(Said(row)) for row in with_said(chosen.ordered()).iterator(chunk_size=CHUNK))
        return
    with one_state():
        yield from printed(kept, chosen.ordered(), say, site=site, today=timezone.localdate())


def _sent(opening: str, parts: Iterator[str], *, is_long: bool, **options: Any) -> HttpResponseBase:
    """Whole before it is sent where it is short: its fingerprint is known, and the database waits for no slow reader.
    Else piece by piece, the opening first, in the memory that a short one takes."""
    if is_long:
        return StreamingHttpResponse(chain([opening], gathered(parts, CHUNK)), **options)
    return HttpResponse(opening + "".join(parts), **options)


def _is_long(chosen: DirectoryFilter) -> bool:
    return chosen.narrowed()[: WORTH_KEEPING + 1].count() > WORTH_KEEPING


@require_safe
@open_data
def json(request: HttpRequest) -> HttpResponseBase:
    """A hundred rows a page; `next` leads to the following one. All of them, without the facets, for `page=toutes`."""
    absolute = partial(absolute_url, request)
    if request.GET.get("page") == ALL_PAGES:
        return _whole_json(DirectoryFilter(request.GET), absolute)
    chosen = searched(request.GET)
    page = page_of(chosen.results(_said), request.GET.get("page", ""), size=PAGE_SIZE)
    return HttpResponse(
        json_text(
            {
                "count": page.paginator.count,
                "results": [as_json(Said(row), absolute) for row in page.object_list],
                "facets": facets_as_json(facets(chosen)),
                "next": _page_url(request, chosen, "json", page.number + 1) if page.has_next() else None,
            }
        ),
        content_type="application/json",
    )


def _whole_json(chosen: DirectoryFilter, absolute: Absolute) -> HttpResponseBase:
    """The count comes last: it is that of the rows that were sent."""
    is_long = _is_long(chosen)
    rows = _lines(
        chosen,
        lambda said: json_text(as_json(said, absolute)),
        kept="json",
        site=absolute(""),
        is_long=is_long,
    )
    ended = listed(rows, closing=lambda count: f'],"count":{count},"next":null}}')
    return _sent('{"results":[', ended, is_long=is_long, content_type="application/json")


@require_safe
@open_data
def geojson(request: HttpRequest) -> HttpResponseBase:
    """A point for each place of each row, in one FeatureCollection (RFC 7946)."""
    chosen, absolute = DirectoryFilter(request.GET), partial(absolute_url, request)
    is_long = _is_long(chosen)
    rows = _lines(
        chosen, lambda said: features_text(said, absolute), kept="features", site=absolute(""), is_long=is_long
    )
    opening = json_text({"type": "FeatureCollection", "license": LICENCE.url})[:-1] + ',"features":['
    ended = listed(_placed(rows), closing=lambda count: "]}")
    return _sent(opening, ended, is_long=is_long, content_type="application/geo+json")


def _said(rows: QuerySet) -> QuerySet:
    """Rows of keys alone, with all that is said of them."""
    return with_said(rows.defer(None))


def _placed(rows: Iterator[str]) -> Iterator[str]:
    centres = None
    for features in rows:
        if centres is None:  # asked for within the state of the database in which the rows are read
            centres = Area.objects.centres()
        yield placed(features, centres)


@require_safe
@open_data
def atom(request: HttpRequest) -> HttpResponse:
    chosen = searched(request.GET)
    page = page_of(chosen.results(), request.GET.get("page", ""), size=PAGE_SIZE)
    territory = Territory.objects.first()
    about = enumerated([label for _, _, label in chosen.active])
    name = territory.site_name if territory else "Solidaire"
    author = territory.publisher if territory else "Solidaire"
    to_page = partial(_page_url, request, chosen)
    return HttpResponse(
        atom_text(
            in_order([row.pk for row in page.object_list]),
            title=f"{name}{NBSP}: {about or 'initiatives'}",
            author=author,
            rights=LICENCE.granted_by(author),
            html_url=to_page("directory", 1),
            feed_url=to_page("atom", page.number),
            absolute=partial(absolute_url, request),
            previous=to_page("atom", page.number - 1) if page.has_previous() else "",
            next=to_page("atom", page.number + 1) if page.has_next() else "",
        ),
        content_type="application/atom+xml; charset=utf-8",
    )


def file_name(chosen: DirectoryFilter, start: str) -> str:
    """“initiatives-calais”: what was asked for, in plain letters and at a length that any disk takes."""
    return slug_of(" ".join([start, *(label for _, _, label in chosen.active)]), length=80)


def _page_url(request: HttpRequest, chosen: DirectoryFilter, form: str, number: int) -> str:
    query = chosen.query(page=str(number) if number > 1 else "")
    return absolute_url(request, reverse(f"initiatives:{form}") + (f"?{query}" if query else ""))
