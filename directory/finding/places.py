"""Communes and territories as the public side may name them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, SmallIntegerField, Subquery, When

from communes.distance import squared_degrees
from communes.models import Area, Commune
from communes.reference import CURRENT, OfficialCommune, communes_by_department, departments
from directory.finding.search import clean
from directory.finding.spelling import nearest_commune
from french.accents import sort_key, spelt_out
from french.wording import NBSP, typographic
from initiatives.models import Coverage, Initiative, Place

MOST_CHOICES = 12
WHOLE_CODE = 5  # digits of a postal or INSEE code: fewer begin many
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


# How far an area reaches, from what people call their own to what covers everyone.
REACH = {
    Area.Kind.NEIGHBOURHOOD: 1,
    Area.Kind.CUSTOMARY: 2,
    Area.Kind.EPCI: 3,
    Area.Kind.ARRONDISSEMENT: 4,
    Area.Kind.DEPARTMENT: 5,
    Area.Kind.REGION: 6,
}


def distance(communes: list[Commune]) -> Subquery | None:
    """How far the nearest place of an initiative is, to sort by; None where no commune has coordinates."""
    known = next((row for row in communes if row.latitude is not None), None)
    if known is None:
        return None
    places = Place.objects.filter(initiative=OuterRef("pk"), commune__latitude__isnull=False)
    return Subquery(places.annotate(far=squared_degrees(known, "commune__")).order_by("far").values("far")[:1])


def farness(communes: list[str]) -> Case:
    """0 for what acts or benefits in one of these communes, then by the smallest area that covers one of them."""
    inside = Place.objects.filter(initiative=OuterRef("pk"), commune__in=communes)
    covering = Coverage.objects.filter(initiative=OuterRef("pk"), area__communes__in=communes)
    return Case(
        When(Exists(inside), then=0),
        *(When(Exists(covering.filter(area__kind=kind)), then=reach) for kind, reach in REACH.items()),
        default=len(REACH) + 1,
        output_field=SmallIntegerField(),
    )


def in_areas(*slugs: str) -> QuerySet:
    """Keys of the initiatives that cover one of these areas, or act or benefit in one of its communes."""
    covering = Coverage.objects.filter(area__slug__in=slugs).values("initiative")
    inside = Place.objects.filter(commune__areas__slug__in=slugs).values("initiative")
    return Initiative.objects.filter(Q(pk__in=covering) | Q(pk__in=inside)).values("pk")


def covering_inside(slug: str) -> QuerySet:
    """Keys of the initiatives that cover an area of which every commune lies in this one."""
    lies_in = Area.communes.through.objects
    inside = lies_in.filter(area__slug=slug).values("commune")
    reaching_out = lies_in.exclude(commune__in=inside).values("area")
    return Coverage.objects.filter(area__communes__in=inside).exclude(area__in=reaching_out).values("initiative")


@dataclass
class TypedPlace:
    """What a typed place name means: one place, several to choose from, or none with the nearest name."""

    text: str
    communes: list[Commune] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    nearest: Commune | None = None
    is_exact: bool = False
    outside: str = ""  # a commune of this very name elsewhere in France: “Lille (Nord)”

    @property
    def is_cut(self) -> bool:
        return len(self.communes) == MOST_CHOICES

    @property
    def problem(self) -> str:
        """Why the field is to be corrected, quoting what was typed; empty when it names some place."""
        if not self.text or self.communes or self.areas:
            return ""
        if self.outside:
            return f"{self.outside} est hors du territoire dont ce site recense les initiatives."
        return f"Aucune commune ni aucun territoire ne porte le nom «{NBSP}{self.text}{NBSP}»."

    @property
    def only_commune(self) -> Commune | None:
        """The commune of exactly this name or code: the beginning of a name may be another’s (“Lille”, Lillers)."""
        return self.communes[0] if self.is_exact and len(self.communes) == 1 and not self.areas else None

    @property
    def only_area(self) -> Area | None:
        return self.areas[0] if self.is_exact and len(self.areas) == 1 and not self.communes else None


def read_place(text: str) -> TypedPlace:
    """Read the name, postal code or INSEE code that someone typed for a place. At most four queries."""
    text = clean(text, 80)
    key = sort_key(text)
    if not key:
        return TypedPlace(text)
    if (written := WRITTEN_CODE.match(text)) and written[1]:
        name, code = written.groups()
        found = Commune.objects.named(name).filter(Q(postal_codes__contains=[code]) | Q(insee=code))
        return TypedPlace(text, list(found[:MOST_CHOICES]), is_exact=True)
    communes = list(Commune.objects.named(text)[:MOST_CHOICES])
    code = key.replace(" ", "")
    is_code = code.isdigit()
    if is_code and any(code in commune.postal_codes for commune in communes):
        # The INSEE code of one commune may be the postal code of others, which is what people know.
        communes = [commune for commune in communes if code in commune.postal_codes]
    exact = communes if is_code else [commune for commune in communes if getattr(commune, "rank", 9) <= 1]
    if len(exact) == 1:
        return TypedPlace(text, exact, is_exact=not is_code or len(key) == WHOLE_CODE)
    named = public_areas().filter(pk__in=Area.objects.named(text).values("pk"))
    areas = list(named.prefetch_related("aliases")[:MOST_CHOICES])
    same_name = [area for area in areas if key in {one.sort_key for one in (area, *area.aliases.all())}]
    if same_name and not exact:
        return TypedPlace(text, [], same_name, is_exact=True)
    outside = "" if exact or is_code else elsewhere(key)
    nearest = None if communes or areas or outside else nearest_commune(text)
    return TypedPlace(text, communes, areas, nearest, outside=outside)


def elsewhere(text: str) -> str:
    """The most peopled commune of France that bears exactly this name, with its département; empty when none does."""
    found = official_names().get(spelt_out(sort_key(text)))
    return f"{typographic(found.name)} ({typographic(departments()[found.department].name)})" if found else ""


@cache
def official_names() -> dict[str, OfficialCommune]:
    """Sort key → commune of today; of several the most peopled."""
    every = [one for rows in communes_by_department().values() for one in rows if one.kind == CURRENT]
    every.sort(key=lambda one: one.population or 0)
    return {sort_key(one.name): one for one in every}
