from __future__ import annotations

from functools import cache

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory.cards.keeping import told_of
from directory.cards.telling import Card, Told, marks_of, shown
from directory.finding.facets import facets
from directory.finding.filters import LEGENDS, SORTS, DirectoryFilter
from directory.finding.guidance import choices, directory_url, help_for_nothing, understood, with_value
from directory.finding.places import TypedPlace, read_place
from directory.finding.reasons import PlaceReasons
from directory.index.standing import searched
from directory.marking.marks import Marks
from directory.told import bulletins_telling
from directory.vain import note_vain_search
from french.wording import enumerated, typographic
from initiatives.models import Initiative

PAGE_SIZE = 20


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    chosen = searched(request.GET)
    typed = read_place(request.GET.get("commune_nom", ""))
    if address := _address_of_only_place(chosen, typed):
        return HttpResponseRedirect(address)
    wanted = request.GET.get("page", "")
    # What was not understood is left out of every link of the page, a megabyte of it most of all.
    request.GET = QueryDict(chosen.query())
    page = page_of(chosen.results(), wanted, size=PAGE_SIZE)
    rows = list(page.object_list)
    told = told_of([row.pk for row in rows])
    marks = marks_of(chosen.reading.lexicals, told.values())
    places = {name: chosen.values[name].labels for name in ("commune", "territoire")}
    reasons = PlaceReasons(told.values(), communes=places["commune"], areas=places["territoire"], held=chosen.holding)
    counted_facets = facets(chosen)
    if page.number == 1 and chosen.reading and (chosen.reading.is_partial or not page.paginator.count):
        note_vain_search(chosen, today=timezone.localdate())
    return render(
        request,
        "directory/results.html",
        {
            "filters": chosen,
            "page_obj": page,
            "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=1),
            "groups": groups(rows, told, reasons, marks),
            "facets": counted_facets,
            "tags": [
                {"facet": LEGENDS[name], "label": label, "url": directory_url(chosen, without=(name, value))}
                for name, value, label in chosen.active
            ],
            "heading": heading(chosen),
            "commune_pages": list(chosen.values["commune"].rows.values()),
            "sorts": sorts(chosen),
            "exports": export_links(chosen),
            "feed": _in_form("atom", chosen),
            "follow": _in_form("follow", chosen),
            "typed": typed,
            "choices": choices(chosen, typed),
            "understood": understood(chosen),
            "told": bulletins_telling(chosen.reading) if page.number == 1 else [],
            "empty": None if page.paginator.count else help_for_nothing(chosen, counted_facets),
            "canonical": directory_url(chosen, page=str(page.number) if page.number > 1 else ""),
        },
    )


def page_of(rows, wanted: str, *, size: int) -> Page:
    """The page asked for; the nearest that exists when the number is out of bounds, the first when it is no number."""
    paginator = Paginator(rows, size)
    text = wanted.strip()
    if not text.isascii() or not text.isdecimal():
        return paginator.page(1)
    try:
        return paginator.page(max(1, int(text[:12])))
    except EmptyPage:
        return paginator.page(paginator.num_pages)


def groups(rows: list[Initiative], told: dict[int, Told], reasons: PlaceReasons, marks: Marks) -> list[dict]:
    """The cards of a page, under the name of their commune when they are sorted by commune."""
    parts: dict[str, list[Card]] = {}
    for row in rows:
        if row.pk not in told:  # withdrawn since it was found
            continue
        name = ""
        if hasattr(row, "first_commune_name"):
            name = typographic(row.first_commune_name) if row.first_commune_name else "Sans commune nommée"
        one = told[row.pk]
        parts.setdefault(name, []).append(shown(one, marks=marks, why=reasons.why(one)))
    return [{"heading": name, "cards": cards} for name, cards in parts.items()]


def sorts(chosen: DirectoryFilter) -> list[tuple[str, str, bool]]:
    nearest = [("", "le plus proche d’abord", True)] if chosen.is_nearest_first else []
    return nearest + [
        (value, label, value == chosen.sort and not nearest)
        for value, label in SORTS
        if value != "pertinence" or chosen.values["q"]
    ]


def heading(chosen: DirectoryFilter) -> list[str]:
    """What the result is about, in words: “« masques »”, “Protection et matériel”, “concernant Calais”."""
    parts = []
    for name in chosen.active_names:
        labels = [label for parameter, _, label in chosen.active if parameter == name]
        if name == "commune":
            parts.append(f"concernant {enumerated(labels)}")  # through an area too, hence not “à”
        elif name in ("depuis", "jusqua"):
            parts.append(f"{LEGENDS[name].lower()} {labels[0]}")
        else:
            parts.append(enumerated(labels))
    return parts


def export_links(chosen: DirectoryFilter) -> list[dict]:
    forms = (
        ("csv", "Tableur (CSV)", "download"),
        ("figures_csv", "Chiffres (CSV)", "download"),
        ("json", "JSON", "download"),
        ("geojson", "Carte (GeoJSON)", "map"),
        ("follow", "Suivre cette recherche", "rss"),
    )
    return [{"url": _in_form(name, chosen), "label": label, "icon": icon} for name, label, icon in forms]


def _in_form(name: str, chosen: DirectoryFilter) -> str:
    query = chosen.query()
    return _path(name) + (f"?{query}" if query else "")


@cache
def _path(name: str) -> str:
    return reverse(f"initiatives:{name}")


def _address_of_only_place(chosen: DirectoryFilter, typed: TypedPlace) -> str:
    """Where a place name that can mean one thing only leads: the same search with the filter in its place."""
    if typed.only_commune:
        return with_value(chosen, "commune", typed.only_commune.pk)
    if typed.only_area:
        return with_value(chosen, "territoire", typed.only_area.slug)
    return ""
