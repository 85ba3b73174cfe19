"""Communes and territories as the public side may name them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from communes.models import Area, AreaAlias, Commune, CommuneAlias
from directory.finding.search import PLAIN_GRAMMAR, Words, clean
from directory.finding.spelling import nearest_commune
from french.accents import sort_key
from french.wording import NBSP
from initiatives.models import Coverage, Place

MOST_CHOICES = 12
MOST_PLACES = 2  # of each sort, offered for the words of one search
MOST_WORDS = 20  # of a search in which places are looked for
WRITTEN_CODE = re.compile(r"^(.*?)\s*\(?\b(\d{5}|2[AB]\d{3})\)?$")


def published_places() -> QuerySet:
    return Place.objects.filter(initiative__status="published")


def published_coverages() -> QuerySet:
    return Coverage.objects.filter(initiative__status="published")


def public_areas() -> QuerySet:
    """Official areas, and the customary ones in which something is published: a draft's area is nobody's business."""
    drawn_by_officers = (Area.Kind.CUSTOMARY, Area.Kind.NEIGHBOURHOOD)
    reached = Area.communes.through.objects.filter(commune__in=published_places().values("commune"))
    return Area.objects.filter(
        ~Q(kind__in=drawn_by_officers)
        | Q(pk__in=published_coverages().values("area"))
        | Q(pk__in=reached.values("area_id"))
    )


@dataclass
class TypedPlace:
    """What a typed place name means: one place, several to choose from, or none with the nearest name."""

    text: str
    communes: list[Commune] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    nearest: Commune | None = None

    @property
    def is_cut(self) -> bool:
        return len(self.communes) == MOST_CHOICES

    @property
    def problem(self) -> str:
        """Why the field is to be corrected, quoting what was typed; empty when it names some place."""
        if not self.text or self.communes or self.areas:
            return ""
        return f"Aucune commune ni aucun territoire ne porte le nom «{NBSP}{self.text}{NBSP}»."

    @property
    def only_commune(self) -> Commune | None:
        return self.communes[0] if len(self.communes) == 1 and not self.areas else None

    @property
    def only_area(self) -> Area | None:
        return self.areas[0] if len(self.areas) == 1 and not self.communes else None


def read_place(text: str) -> TypedPlace:
    """Read the name, postal code or INSEE code that someone typed for a place. At most four queries."""
    text = clean(text, 80)
    key = sort_key(text)
    if not key:
        return TypedPlace(text)
    if (written := WRITTEN_CODE.match(text)) and written[1]:
        name, code = written.groups()
        found = Commune.objects.named(name).filter(Q(postal_codes__contains=[code]) | Q(insee=code))
        return TypedPlace(text, list(found[:MOST_CHOICES]))
    communes = list(Commune.objects.named(text)[:MOST_CHOICES])
    exact = [commune for commune in communes if getattr(commune, "rank", 9) <= 1]
    if len(exact) == 1:
        return TypedPlace(text, exact)
    areas = list(public_areas().filter(pk__in=Area.objects.named(text).values("pk"))[:MOST_CHOICES])
    same_name = [area for area in areas if area.sort_key == key]
    if same_name and not exact:
        return TypedPlace(text, [], same_name)
    nearest = None if communes or areas else nearest_commune(text)
    return TypedPlace(text, communes, areas, nearest)


def places_named(words: Words) -> tuple[list[Commune], list[Area]]:
    """The communes and areas whose whole name stands among the words. Two queries, none without words."""
    wanted = " ".join(word for word in words.text.split() if not word.startswith("-"))
    keys = sort_key(wanted).split()[:MOST_WORDS]
    spans = {" ".join(keys[start : start + length]) for start in range(len(keys)) for length in range(1, 7)}
    spans = {span for span in spans if len(span) > 2 and span not in PLAIN_GRAMMAR}
    if not spans:
        return [], []
    aliased = CommuneAlias.objects.filter(sort_key__in=spans, kind=CommuneAlias.Kind.USAGE).values("commune")
    communes = Commune.objects.filter(sort_key__in=spans) | Commune.objects.filter(pk__in=aliased)
    aliased_areas = AreaAlias.objects.filter(sort_key__in=spans).values("area")
    areas = public_areas().filter(Q(sort_key__in=spans) | Q(pk__in=aliased_areas))
    return _whole(communes, areas)


def _whole(communes: QuerySet, areas: QuerySet) -> tuple[list[Commune], list[Area]]:
    """Without the names that are only a part of another: “Calais” in “Pas-de-Calais”."""
    found = [*communes, *areas]
    keys = {place.sort_key for place in found}
    whole = [
        place
        for place in found
        if not any(f" {place.sort_key} " in f" {key} " and key != place.sort_key for key in keys)
    ]
    return (
        [place for place in whole if isinstance(place, Commune)][:MOST_PLACES],
        [place for place in whole if isinstance(place, Area)][:MOST_PLACES],
    )
