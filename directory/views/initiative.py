from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backoffice.pictures.showing import facts_of, shown
from directory.cards.keeping import cards_of, in_order
from directory.cards.telling import Told, area_url, card
from directory.groups.now import public_groups
from directory.jsonld import initiative_data
from directory.records.reading import public_initiative
from directory.town_halls import town_halls
from french.richtext import plain_text, render_text
from french.wording import at_commune, long_date, shortened, typographic
from initiatives.figures import public_lines
from initiatives.freshness import freshness
from initiatives.models import Initiative, PlaceRole

NEIGHBOURS = 4
LONGEST_CHAIN = 10  # of initiatives merged into one another
PLACE_ROLES = {PlaceRole.ACTS: "lieu de l’action", PlaceRole.BENEFITS: "bénéficie"}


@require_safe
def initiative(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """The page of a published initiative; 301 for another slug or a merged one, 410 for a withdrawn one, else 404."""
    row = public_initiative(pk)
    if row is None:
        return _absent(request, pk)
    if row.slug != slug:
        return HttpResponsePermanentRedirect(row.get_absolute_url())
    places = list(dict.fromkeys(place.commune for place in row.places.all()))
    picture = next((shown(facts_of(one), hide=row.without_hidden) for one in row.current_pictures), None)
    is_reachable = any(contact.href for contact in row.public_contacts)
    return render(
        request,
        "directory/initiative.html",
        {
            "initiative": row,
            "card": card(row),
            "known": freshness(row),
            "picture": picture,
            "description": shortened(plain_text(row.public_summary), 200),
            "figures": public_lines(row),
            "summary": render_text(row.public_summary),
            "stages": _stages(row),
            "actors": _actors(row),
            "is_reachable": is_reachable,
            "contacts": [(contact, row.public_label(contact)) for contact in row.public_contacts],
            "persons": [(person.name, row.public_capacity(person)) for person in row.public_persons],
            "places": _places(row),
            "town_halls": [] if is_reachable else town_halls(row),
            "timeline": _timeline(row),
            "others": cards_of(_others(row, places)),
            "others_at": at_commune(places[0].name) if len(places) == 1 else "dans ces communes",
            "json_ld": initiative_data(request, row, picture),
        },
    )


def _stages(row: Initiative) -> list[dict]:
    """What it follows and what follows it."""
    before = [row.follows] if row.follows and row.follows.is_published else []
    return [
        {"lead": lead, "title": stage.public_title, "url": stage.get_absolute_url()}
        for lead, stages in (("Suite de :", before), ("Suivie par :", row.public_sequels))
        for stage in stages
    ]


def _absent(request: HttpRequest, pk: int) -> HttpResponse:
    row = Initiative.objects.filter(pk=pk).select_related("merged_into").first()
    for _ in range(LONGEST_CHAIN):
        if row is None or row.merged_into_id is None:
            break
        row = row.merged_into
        if row.is_published:
            return HttpResponsePermanentRedirect(row.get_absolute_url())
    if row is not None and row.status == Initiative.Status.WITHDRAWN:
        return render(request, "directory/withdrawn.html", status=410)
    raise Http404("Cette initiative n’existe pas.")


def _actors(row: Initiative) -> list[dict]:
    return [
        {
            "name": row.public_name(part.organisation),
            "url": part.organisation.page_url,
            "about": ", ".join(
                filter(
                    None,
                    [
                        part.organisation.get_kind_display(),
                        row.without_hidden(part.detail) or _role(part.get_role_display()),
                    ],
                )
            ),
        }
        for part in row.participations.all()
    ]


def _role(label: str) -> str:
    """The first word of the officers' label, “aide (fournit, …)”; nothing for who simply acts."""
    word = label.split()[0]
    return "" if word == "agit" else word


def _places(row: Initiative) -> list[dict]:
    """Communes, then areas, each once whatever its roles."""
    told: dict[str, dict] = {}
    for place in row.places.all():
        one = {"name": typographic(str(place.commune)), "url": place.commune.get_absolute_url(), "roles": []}
        told.setdefault(one["url"], one)["roles"].append(PLACE_ROLES[PlaceRole(place.role)])
    for cover in row.coverages.all():
        area = cover.area
        one = {"name": typographic(area.name), "url": area_url(area.slug), "roles": [area.get_kind_display()]}
        told.setdefault(one["url"], one)["roles"].append(PLACE_ROLES[PlaceRole(cover.role)])
    return [{"name": one["name"], "url": one["url"], "role": ", ".join(one["roles"])} for one in told.values()]


def _timeline(row: Initiative) -> list[dict]:
    """Oldest bulletin first, undated ones last."""
    oldest_first = sorted(
        row.public_citations,
        key=lambda c: (c.bulletin.dated_on is None, c.bulletin.dated_on, c.bulletin.number or 0, c.bulletin_id),
    )
    return [
        {
            "label": f"Bulletin {citation.bulletin.label}",
            "url": citation.bulletin.get_absolute_url(),
            "date": long_date(citation.bulletin.dated_on) if citation.bulletin.dated_on else "",
            "datetime": citation.bulletin.dated_on.isoformat() if citation.bulletin.dated_on else "",
            # The text of today is just above: said again only when the day's was another.
            "wording": "" if wording.strip() == row.public_summary.strip() else render_text(wording),
            "stage": "",
        }
        for citation in oldest_first
        for wording in [row.without_hidden(citation.wording)]
    ]


def _others(row: Initiative, places: list) -> list[Told]:
    """Other initiatives of the same communes."""
    if not places:
        return []
    same = public_groups().naming(*(commune.pk for commune in places)).newest(NEIGHBOURS + 1)
    return in_order([key for key in same if key != row.pk][:NEIGHBOURS])
