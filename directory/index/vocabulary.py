"""What the sets of the index are called: themes, communes, areas, bulletins, as the facets show them."""

from __future__ import annotations

from dataclasses import dataclass, field

from communes.models import Area, Commune
from directory.citations import published_citations
from directory.finding.labels import bulletin_option
from french.wording import typographic
from initiatives.models import Audience, Theme


@dataclass(frozen=True)
class NamedCommune:
    insee: str
    label: str
    sort_key: str
    epci: int | None
    areas: tuple[str, ...]
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class NamedArea:
    key: str
    slug: str
    label: str
    kind: str
    communes: tuple[str, ...]


@dataclass
class Vocabulary:
    """`themes`, `audiences`, `bulletins`: (key of the set, value in the address, label), in the order of the facets."""

    themes: list[tuple[str, str, str]] = field(default_factory=list)
    audiences: list[tuple[str, str, str]] = field(default_factory=list)
    bulletins: list[tuple[str, str, str]] = field(default_factory=list)
    bulletin_names: list[tuple[str, int | None, str | None]] = field(default_factory=list)  # key, number, slug
    communes: dict[str, NamedCommune] = field(default_factory=dict)  # by INSEE code, in the order of names
    areas: dict[str, NamedArea] = field(default_factory=dict)  # by key, in the order of names

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
    """Six queries."""
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
    for commune in Commune.objects.only(
        "insee", "name", "sort_key", "in_territory", "department_code", "epci_id", "latitude", "longitude"
    ):
        is_placed = commune.latitude is not None
        made.communes[commune.pk] = NamedCommune(
            commune.pk,
            typographic(str(commune)),
            commune.sort_key,
            commune.epci_id,
            tuple(areas_of.get(commune.pk, ())),
            float(commune.latitude) if is_placed else None,
            float(commune.longitude) if is_placed else None,
        )
    for area in Area.objects.only("slug", "name", "kind"):
        communes = tuple(communes_of.get(area.pk, ()))
        made.areas[str(area.pk)] = NamedArea(str(area.pk), area.slug, typographic(area.name), area.kind, communes)
    return made
