from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communes.models import Area, Commune
from directory.cards.keeping import cards_of, told_of
from directory.cards.telling import Told
from directory.finding.places import public_areas
from directory.finding.reasons import PlaceReasons
from directory.groups.indexed import CountedCommune
from directory.groups.now import AnyGroups, public_groups
from directory.jsonld import commune_data
from directory.records.commune import commune_and_seated, reachable
from directory.town_halls import town_hall
from french.wording import typographic
from organisations.models import Contact, Organisation

SHOWN = 20  # of each list; the directory shows the rest
MOST_SEATED = 40  # organisations of the commune whose contacts are all told
NEIGHBOURS = 12
AROUND = 40  # of the nearest communes, those where something happens come first
WIDEST = (Area.Kind.DEPARTMENT, Area.Kind.REGION)  # they say nothing of a commune


@require_safe
def commune(request: HttpRequest, insee: str, slug: str = "") -> HttpResponse:
    """What happens in the commune, what reaches it through an area, and its neighbours of the same EPCI."""
    row, seats = commune_and_seated(insee, MOST_SEATED + 1)
    if row is None:
        raise Http404("Cette commune n’existe pas.")
    if row.slug != slug:
        return HttpResponsePermanentRedirect(row.get_absolute_url())
    groups = public_groups()
    inside = groups.naming(row.pk)
    own_keys, reaching_keys = inside.newest(SHOWN), groups.reaching(row.pk).without(inside).newest(SHOWN)
    told = told_of([*own_keys, *reaching_keys])
    own, reaching = ([told[key] for key in keys if key in told] for keys in (own_keys, reaching_keys))
    is_cut = len(seats) > MOST_SEATED
    seated = _seated(row, seats, own)
    contacts = _contacts(seated, own)
    reasons = PlaceReasons([*own, *reaching], communes=[row.pk], held=groups.holding)
    return render(
        request,
        "directory/commune.html",
        {
            "commune": row,
            "arrondissement": _town(row.arrondissement.name) if row.arrondissement else "",
            "own": cards_of(own, reasons=reasons),
            "reaching": cards_of(reaching, reasons=reasons),
            "is_empty": not own and not reaching,
            "contacts": contacts,
            "are_contacts_cut": is_cut,
            "is_reachable": any(told["contact"].href for told in contacts),
            "has_phone": any(told["contact"].kind == Contact.Kind.PHONE for told in contacts),
            "neighbours": _neighbours(row, groups),
            "areas": [] if own else list(_areas(row)),
            "town_halls": [town_hall(row)],
            "json_ld": commune_data(request, row),
        },
    )


def _town(arrondissement: str) -> str:
    """“arrondissement d’Arras” gives “Arras”: the page says “Arrondissement” before it."""
    of_town = typographic(arrondissement).removeprefix("arrondissement ")
    for contracted, article in (("du ", "Le "), ("des ", "Les "), ("de ", ""), ("d’", "")):
        if of_town.startswith(contracted):
            return article + of_town.removeprefix(contracted)
    return of_town


def _contacts(seated: list[Organisation], own: list[Told]) -> list[dict]:
    """Public contacts of the organisations and of what happens here, each once."""
    told = {contact.pk: (contact, contact.label or _source(one)) for one in seated for contact in one.public_contacts}
    for initiative in own:
        for contact, note in initiative.contacts:
            told.setdefault(contact.pk, (contact, note))
    return [{"contact": contact, "note": note} for contact, note in told.values()]


def _seated(row: Commune, seats: list[int], own: list[Told]) -> list[Organisation]:
    """The public organisations that sit here and can be reached. Of too many to be all told, those alone that the shown
    initiatives name, or some where these tell nobody."""
    if len(seats) > MOST_SEATED:
        named = {key for initiative in own for key, _ in initiative.parts}
        found = [one for one in reachable(sorted(named)) if one.seat_id == row.pk] if named else []
        if found or any(initiative.contacts for initiative in own):
            return found
    return reachable(seats[:MOST_SEATED]) if seats else []


def _source(organisation: Organisation) -> str:
    return organisation.name if organisation.is_nameable else organisation.get_kind_display().capitalize()


def _neighbours(row: Commune, groups: AnyGroups) -> list[Commune | CountedCommune]:
    """The nearest communes with how much is published there, those with something first.

    Where its coordinates are unknown, the communes of its EPCI, those with most first.
    """
    counted = groups.around(row, AROUND)
    by = (lambda one: -one.count) if row.latitude is None else (lambda one: not one.count)
    return sorted(counted, key=by)[:NEIGHBOURS]


def _areas(row: Commune) -> QuerySet[Area]:
    """The territories that reach it: ways on from a page that has nothing of its own."""
    return public_areas().filter(communes=row).exclude(kind__in=WIDEST).order_by("kind", "sort_key")
