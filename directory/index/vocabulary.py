"""What the sets of the index are called: themes, communes, areas, bulletins, as the facets show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.urls import reverse

from communes.models import Area, Commune, CommuneAlias
from directory.citations import bulletin_option, published_bulletins, published_citations
from directory.finding.reasons import Held
from directory.finding.synonyms import Families, read_families
from french.wording import typographic
from initiatives.models import Audience, Theme


@dataclass(frozen=True)
class NamedCommune:
    insee: str
    name: str
    told: str  # with its département where it lies outside the territory
    label: str
    slug: str
    sort_key: str
    epci: int | None
    areas: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    in_territory: bool = True
    population: int | None = None
    postal_codes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    alias: str | None = None  # the one of them by which it was called

    def __str__(self) -> str:
        return self.told

    @property
    def pk(self) -> str:
        return self.insee

    @property
    def epci_id(self) -> int | None:
        return self.epci

    def get_absolute_url(self) -> str:
        return reverse("communes:commune", args=[self.insee, self.slug])


@dataclass(frozen=True)
class NamedArea:
    key: str
    slug: str
    name: str
    locative: str
    label: str
    kind: str
    communes: tuple[str, ...]
    names: tuple[str, ...]  # its own and the others, as they are compared


@dataclass
class Vocabulary:
    """`themes`, `audiences`, `bulletins`: (key of the set, value in the address, label), in the order of the facets."""

    themes: list[tuple[str, str, str]] = field(default_factory=list)
    audiences: list[tuple[str, str, str]] = field(default_factory=list)
    bulletins: list[tuple[str, str, str]] = field(default_factory=list)
    bulletin_names: list[tuple[str, int | None, str | None]] = field(default_factory=list)  # key, number, slug
    communes: dict[str, NamedCommune] = field(default_factory=dict)  # by INSEE code, in the order of names
    areas: dict[str, NamedArea] = field(default_factory=dict)  # by key, in the order of names

    bulletin_labels: dict[str, str] = field(default_factory=dict)  # of all that are published, by reference
    families: Families = field(default_factory=Families)
    _communes_by_name: dict[str, list[str]] = field(default_factory=dict)
    _areas_by_name: dict[str, list[str]] = field(default_factory=dict)

    def index_names(self) -> None:
        """Once all are read."""
        for row in self.communes.values():
            for name in dict.fromkeys((row.sort_key, *row.aliases, *row.postal_codes)):
                self._communes_by_name.setdefault(name, []).append(row.insee)
        for area in self.areas.values():
            for name in area.names:
                self._areas_by_name.setdefault(name, []).append(area.key)

    def called(self, names: set[str], codes: set[str], insee: set[str]) -> Iterator[NamedCommune]:
        found = {key for name in names | codes for key in self._communes_by_name.get(name, ())}
        rows = [self.communes[key] for key in found | (insee & self.communes.keys())]
        for row in sorted(rows, key=lambda one: (one.sort_key, one.insee)):
            for alias in [alias for alias in row.aliases if alias in names] or [None]:
                yield replace(row, alias=alias)

    def areas_named(self, names: set[str]) -> list[NamedArea]:
        found = {key for name in names for key in self._areas_by_name.get(name, ())}
        return sorted((self.areas[key] for key in found), key=lambda area: area.names[0])

    def has_places_of(self, other: Vocabulary) -> bool:
        """Whether the same communes lie in the same areas, of the same kinds, whatever they are called."""
        return self._places() == other._places()

    def _places(self) -> tuple:
        communes = {key: frozenset(row.areas) for key, row in self.communes.items()}
        return communes, {key: (area.kind, frozenset(area.communes)) for key, area in self.areas.items()}

    def known_communes(self, codes: list[str]) -> dict[str, NamedCommune]:
        return {insee: self.communes[insee] for insee in codes if insee in self.communes}

    def holding(self, *, communes: set[str], among: set[int], named: set[str], slugs: set[str]) -> Iterator[Held]:
        """As `directory.finding.reasons.holding`."""
        for insee in (communes | named) & self.communes.keys():
            for key in self.communes[insee].areas:
                area = self.areas[key]
                if (insee in communes and int(key) in among) or (insee in named and area.slug in slugs):
                    yield Held(insee, int(key), area.slug, area.name, area.locative)

    def known_bulletins(self, references: list[str]) -> dict[str, str]:
        return {one: self.bulletin_labels[one] for one in references if one in self.bulletin_labels}

    def cited_by(self, references: list[str]) -> list[str]:
        """Keys of the bulletins of these numbers and slugs (as `directory.citations.cited_in`)."""
        numbers = {int(reference) for reference in references if reference.isdecimal()}
        return [key for key, number, slug in self.bulletin_names if number in numbers or slug in references]

    def areas_called(self, slugs: list[str]) -> list[str]:
        return [area.key for area in self.areas.values() if area.slug in slugs]

    def areas_over(self, communes: list[str]) -> list[str]:
        """Keys of the areas that hold one of the communes."""
        held = [self.communes[insee].areas for insee in communes if insee in self.communes]
        return list(dict.fromkeys(key for keys in held for key in keys))


def read_vocabulary() -> Vocabulary:
    """Ten queries."""
    made = Vocabulary()
    made.themes = [(str(key), slug, name) for key, slug, name in Theme.objects.values_list("pk", "slug", "name")]
    made.audiences = [(str(key), slug, name) for key, slug, name in Audience.objects.values_list("pk", "slug", "name")]
    cited = published_citations().values_list(
        "bulletin_id", "bulletin__number", "bulletin__slug", "bulletin__title", "bulletin__dated_on"
    )
    for key, number, slug, title, day in dict.fromkeys(cited.distinct()):
        made.bulletins.append((str(key), *bulletin_option(number, slug, title, day)))
        made.bulletin_names.append((str(key), number, slug))
    areas_of: dict[str, list[str]] = {}
    communes_of: dict[int, list[str]] = {}
    for area, insee in Area.communes.through.objects.values_list("area_id", "commune_id"):
        areas_of.setdefault(insee, []).append(str(area))
        communes_of.setdefault(area, []).append(insee)
    others: dict[str, list[str]] = {}
    for insee, key in CommuneAlias.objects.values_list("commune_id", "sort_key"):
        others.setdefault(insee, []).append(key)
    for commune in Commune.objects.defer("arrondissement_id"):
        is_placed = commune.latitude is not None
        made.communes[commune.pk] = NamedCommune(
            commune.pk,
            commune.name,
            str(commune),
            typographic(str(commune)),
            commune.slug,
            commune.sort_key,
            commune.epci_id,
            tuple(areas_of.get(commune.pk, ())),
            float(commune.latitude) if is_placed else None,
            float(commune.longitude) if is_placed else None,
            commune.in_territory,
            commune.population,
            tuple(commune.postal_codes),
            tuple(others.get(commune.pk, ())),
        )
    for area in Area.objects.prefetch_related("aliases"):
        made.areas[str(area.pk)] = NamedArea(
            str(area.pk),
            area.slug,
            area.name,
            area.locative,
            typographic(area.name),
            area.kind,
            tuple(communes_of.get(area.pk, ())),
            tuple(dict.fromkeys(one.sort_key for one in (area, *area.aliases.all()))),
        )
    made.bulletin_labels = {bulletin.reference: bulletin.label for bulletin in published_bulletins()}
    made.families = read_families()
    made.index_names()
    return made
