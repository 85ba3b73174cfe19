"""Why an initiative stands in the result of a search by place: “agit dans la CU d’Arras”, “au bénéfice de Marck”."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from communes.models import Area, Commune
from french.wording import at_commune, of_commune, typographic
from initiatives.models import Initiative, PlaceRole

ACTS_IN = "agit "


def area_phrase(area: Area) -> str:
    """“dans le Calaisis”; an area without its preposition is named between quotes."""
    return typographic(area.locative) or f"sur le territoire « {typographic(area.name)} »"


class Held(NamedTuple):
    """A commune in an area."""

    insee: str
    area: int
    slug: str
    name: str
    locative: str


class Holding(Protocol):
    def __call__(self, *, communes: set[str], among: set[int], named: set[str], slugs: set[str]) -> Iterable[Held]:
        """Which of the areas `among` hold one of the communes, and which of those called so one of the named."""


def holding(*, communes: set[str], among: set[int], named: set[str], slugs: set[str]) -> Iterable[Held]:
    """As PostgreSQL knows it. One query."""
    lies = Area.communes.through.objects
    columns = ("commune_id", "area_id", "area__slug", "area__name", "area__locative")
    held = lies.filter(commune__in=communes, area__in=among).values_list(*columns)
    return map(Held._make, held.union(lies.filter(commune__in=named, area__slug__in=slugs).values_list(*columns)))


class PlaceReasons:
    """Made once for a page of results; asks once, for the communes of the areas in question.

    The initiatives must have their places and coverages at hand (`with_card`).
    """

    def __init__(
        self,
        initiatives: Iterable[Initiative],
        *,
        communes: Iterable[str] = (),
        areas: Iterable[str] = (),
        held: Holding = holding,
    ) -> None:
        self.communes, self.slugs = set(communes), set(areas)
        self.areas_of: dict[str, set[int]] = defaultdict(set)  # INSEE code → areas that hold the commune
        self.phrases: dict[int, str] = {}  # chosen areas
        if self.communes or self.slugs:
            self._load(list(initiatives), held)

    def why(self, initiative: Initiative) -> str:
        """The reason in words; empty when a chosen commune is where it acts, which its place says already."""
        if not self.communes and not self.slugs:
            return ""
        places, coverages = initiative.places.all(), initiative.coverages.all()
        if any(p.commune_id in self.communes and p.role == PlaceRole.ACTS for p in places):
            return ""
        told = [f"au bénéfice {of_commune(p.commune.name)}" for p in places if p.commune_id in self.communes]
        if not told:
            holding = {area for insee in self.communes for area in self.areas_of[insee]}
            told = [_covers(c.role, c.area) for c in coverages if c.area_id in holding or c.area.slug in self.slugs]
        if not told:
            told = [told for place in places if (told := self._inside(place))]
        return _once(list(dict.fromkeys(told)))

    def _load(self, initiatives: list[Initiative], held: Holding) -> None:
        named = {place.commune_id for initiative in initiatives for place in initiative.places.all()}
        covering = {cover.area_id for initiative in initiatives for cover in initiative.coverages.all()}
        for one in held(communes=self.communes, among=covering, named=named, slugs=self.slugs):
            self.areas_of[one.insee].add(one.area)
            if one.slug in self.slugs:
                self.phrases[one.area] = area_phrase(Area(name=one.name, locative=one.locative))

    def _inside(self, place) -> str:
        phrases = [self.phrases[area] for area in sorted(self.areas_of[place.commune_id]) if area in self.phrases]
        if not phrases:
            return ""
        commune: Commune = place.commune
        if place.role == PlaceRole.BENEFITS:
            return f"au bénéfice {of_commune(commune.name)}, {phrases[0]}"
        return f"{ACTS_IN}{at_commune(commune.name)}, {phrases[0]}"


def _once(told: list[str]) -> str:
    """The verb only before the first place: “agit dans le secteur d’Arras, dans la CU d’Arras”."""
    return ", ".join(
        one.removeprefix(ACTS_IN) if position and told[position - 1].startswith(ACTS_IN) else one
        for position, one in enumerate(told)
    )


def _covers(role: str, area: Area) -> str:
    if role == PlaceRole.BENEFITS:
        return f"au bénéfice de personnes {area_phrase(area)}"
    return f"{ACTS_IN}{area_phrase(area)}"
