"""The result of the directory in other forms: same parameters, same rows, same order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial, wraps
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from communes.licence import LICENCE
from communes.models import Area, Territory
from communes.site import absolute_url
from directory.cards.telling import with_cards
from directory.finding.facets import facets
from directory.finding.filters import NEWEST, DirectoryFilter
from directory.outputs.exports import as_json, cells, facets_as_json, figures_cells, figures_header, header
from directory.outputs.feeds import atom_text
from directory.outputs.geojson import as_features
from directory.outputs.lines import WORTH_KEEPING, make_before_reading, one_state, printed
from directory.outputs.writers import gathered, geojson_parts, json_text
from directory.views.directory import page_of
from french.accents import slug_of
from french.spreadsheets import csv_line, csv_lines
from french.wording import NBSP, enumerated

PAGE_SIZE = 100
CHUNK = 200  # rows held in memory at once by a form that has no pages; only their text is kept
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
    return _spreadsheet(request, FILE_NAME, header(), lambda row, absolute: [cells(row, absolute)], kept="csv")


@require_safe
@open_data
def figures_csv(request: HttpRequest) -> HttpResponseBase:
    """The figures of all rows, one line a figure."""
    return _spreadsheet(request, f"{FILE_NAME}-chiffres", figures_header(), figures_cells, kept="figures_csv")


def _spreadsheet(
    request: HttpRequest, name: str, titles: list[str], lines_of: Callable[..., list[list[str]]], *, kept: str
) -> HttpResponseBase:
    """Whole before it is sent where it is short: its fingerprint is known, and the database waits for no slow reader.
    Else line by line, in the memory that a short one takes."""
    chosen = DirectoryFilter(request.GET)
    absolute = partial(absolute_url, request)

    def print_all() -> Iterator[str]:
        rows = with_cards(chosen.ordered()).iterator(chunk_size=CHUNK)
        return (csv_line(line) for row in rows for line in lines_of(row, absolute))

    is_long = _is_long(chosen)
    lines = _one_after_another(chosen, print_all, kept=kept, site=absolute("")) if is_long else print_all()
    return _sent(
        chain(csv_lines(titles, []), lines),
        is_long=is_long,
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{file_name(chosen, name)}.csv"'},
    )


def _one_after_another(
    chosen: DirectoryFilter, print_all: Callable[[], Iterator[str]], *, kept: str, site: str
) -> Iterator[str]:
    """The lines that are kept, where all are fresh and in the order asked for; else each is printed now."""
    today = timezone.localdate()
    make_before_reading(today=today)
    with one_state():
        is_newest_first = chosen.sort == NEWEST and not chosen.is_nearest_first
        lines = printed(kept, chosen.narrowed(), site=site, today=today) if is_newest_first else None
        yield from gathered(print_all() if lines is None else lines, CHUNK)


def _sent(parts: Iterator[str], *, is_long: bool, **options: Any) -> HttpResponseBase:
    return StreamingHttpResponse(parts, **options) if is_long else HttpResponse("".join(parts), **options)


def _is_long(chosen: DirectoryFilter) -> bool:
    return chosen.narrowed()[: WORTH_KEEPING + 1].count() > WORTH_KEEPING


@require_safe
@open_data
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
@open_data
def geojson(request: HttpRequest) -> HttpResponseBase:
    """A point for each place of each row."""
    chosen = DirectoryFilter(request.GET)
    is_long = _is_long(chosen)

    def features() -> Iterator[dict[str, Any]]:
        with one_state() if is_long else nullcontext():
            centres = Area.objects.centres()
            for row in with_cards(chosen.ordered()).iterator(chunk_size=CHUNK):
                yield from as_features(row, partial(absolute_url, request), centres)

    parts = geojson_parts(features(), about={"license": LICENCE.url})
    return _sent(gathered(parts, CHUNK), is_long=is_long, content_type="application/geo+json")


@require_safe
@open_data
def atom(request: HttpRequest) -> HttpResponse:
    chosen = DirectoryFilter(request.GET)
    page = page_of(with_cards(chosen.ordered()), request.GET.get("page", ""), size=PAGE_SIZE)
    territory = Territory.objects.first()
    about = enumerated([label for _, _, label in chosen.active])
    name = territory.site_name if territory else "Solidaire"
    author = territory.publisher if territory else "Solidaire"
    to_page = partial(_page_url, request, chosen)
    return HttpResponse(
        atom_text(
            page.object_list,
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
