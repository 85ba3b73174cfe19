from __future__ import annotations

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from communes.distance import squared_degrees
from communes.models import Area, Commune
from directory.cards.keeping import cards_of, newest_keys, told_of
from directory.cards.telling import Told
from directory.finding.places import public_areas
from directory.finding.reasons import PlaceReasons
from directory.jsonld import commune_data
from directory.town_halls import town_hall
from french.wording import typographic
from initiatives.models import Initiative
from organisations.models import Contact, Organisation

SHOWN = 20  # of each list; the directory shows the rest
NEIGHBOURS = 12
AROUND = 40  # of the nearest communes, those where something happens come first
WIDEST = (Area.Kind.DEPARTMENT, Area.Kind.REGION)  # they say nothing of a commune


@require_safe
def commune(request: HttpRequest, insee: str, slug: str = "") -> HttpResponse:
    """What happens in the commune, what reaches it through an area, and its neighbours of the same EPCI."""
    row = get_object_or_404(Commune.objects.select_related("epci", "arrondissement"), pk=insee)
    if row.slug != slug:
        return HttpResponsePermanentRedirect(row.get_absolute_url())
    published = Initiative.objects.published()
    inside = published.in_commune(row.pk)
    through = published.reaching(row.pk).exclude(pk__in=inside.values("pk"))
    own_keys, reaching_keys = newest_keys(inside, SHOWN), newest_keys(through, SHOWN)
    told = told_of([*own_keys, *reaching_keys])
    own, reaching = ([told[key] for key in keys if key in told] for keys in (own_keys, reaching_keys))
    reasons = PlaceReasons([*own, *reaching], communes=[row.pk])
    return render(
        request,
        "directory/commune.html",
        {
            "commune": row,
            "arrondissement": _town(row.arrondissement.name) if row.arrondissement else "",
            "own": cards_of(own, reasons=reasons),
            "reaching": cards_of(reaching, reasons=reasons),
            "is_empty": not own and not reaching,
            "contacts": (contacts := _contacts(row, own)),
            "is_reachable": any(told["contact"].href for told in contacts),
            "has_phone": any(told["contact"].kind == Contact.Kind.PHONE for told in contacts),
            "neighbours": _neighbours(row),
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


def _contacts(row: Commune, own: list[Told]) -> list[dict]:
    """Public contacts of what happens here and of the public organisations that sit here, each once."""
    seated = (
        Organisation.objects.filter(seat=row, initiatives__status="published")
        .distinct()
        .prefetch_related(Prefetch("contacts", Contact.objects.public(), to_attr="public_contacts"))
    )
    told = {contact.pk: (contact, contact.label or _source(one)) for one in seated for contact in one.public_contacts}
    for initiative in own:
        for contact, note in initiative.contacts:
            told.setdefault(contact.pk, (contact, note))
    return [{"contact": contact, "note": note} for contact, note in told.values()]


def _source(organisation: Organisation) -> str:
    return organisation.name if organisation.is_nameable else organisation.get_kind_display().capitalize()


def _neighbours(row: Commune) -> list[Commune]:
    """The nearest communes with how much is published there, those with something first.

    Where its coordinates are unknown, the communes of its EPCI.
    """
    told = Count("places__initiative", filter=Q(places__initiative__status="published"), distinct=True)
    around = Commune.objects.in_territory().exclude(pk=row.pk).annotate(count=told)
    if row.latitude is None:
        return list(around.filter(epci=row.epci_id).order_by("-count", "sort_key")[:NEIGHBOURS]) if row.epci_id else []
    nearest = around.annotate(far=squared_degrees(row)).filter(far__isnull=False).order_by("far")[:AROUND]
    return sorted(nearest, key=lambda commune: (not commune.count, commune.far))[:NEIGHBOURS]


def _areas(row: Commune) -> QuerySet[Area]:
    """The territories that reach it: ways on from a page that has nothing of its own."""
    return public_areas().filter(communes=row).exclude(kind__in=WIDEST).order_by("kind", "sort_key")
