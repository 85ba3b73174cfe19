"""What the sets of the index are called: themes, communes, areas, bulletins, as the facets show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from hashlib import blake2b
from math import cos, radians

import numpy as np

from bulletins.models import Bulletin
from communes.models import Area, AreaAlias, Commune, CommuneAlias, commune_address
from directory.cards.prepared import Together
from directory.citations import bulletin_option, bulletin_reference, citing_bulletins, published_bulletins
from directory.finding.naming.editions import Edition
from directory.finding.reasons import Held
from directory.finding.synonyms import Families, families_of
from directory.models import SynonymFamily
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
        return commune_address(self.insee, self.slug)


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
    editions: list[tuple[str, Edition]] = field(default_factory=list)  # the same, by key
    communes: dict[str, NamedCommune] = field(default_factory=dict)  # by INSEE code, in the order of names
    areas: dict[str, NamedArea] = field(default_factory=dict)  # by key, in the order of names

    bulletin_labels: dict[str, str] = field(default_factory=dict)  # of all that are published, by reference
    families: Families = field(default_factory=Families)
    _communes_by_name: dict[str, list[str]] = field(default_factory=dict)
    _areas_by_name: dict[str, list[str]] = field(default_factory=dict)
    prints: dict[str, bytes] = field(default_factory=dict)  # of what was told, part by part

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
        if self.communes is other.communes and self.areas is other.areas:
            return True
        return self._places() == other._places()

    def _places(self) -> tuple:
        communes = {key: frozenset(row.areas) for key, row in self.communes.items()}
        return communes, {key: (area.kind, frozenset(area.communes)) for key, area in self.areas.items()}

    def known_communes(self, codes: list[str]) -> dict[str, NamedCommune]:
        return {insee: self.communes[insee] for insee in codes if insee in self.communes}

    def of_same_epci(self, insee: str, epci: int | None) -> list[NamedCommune]:
        """Those of the territory but for itself, by name."""
        if epci is None:
            return []
        return [row for row in self.communes.values() if row.in_territory and row.epci == epci and row.insee != insee]

    def nearest(self, to: Commune, most: int) -> list[NamedCommune]:
        """Those of the territory but for itself, as `communes.distance.squared_degrees` puts them in order, to the last
        bit. The place of `to` must be known."""
        rows, latitudes, longitudes = self._placed
        latitude, longitude = float(to.latitude), float(to.longitude)
        north, east = latitudes - latitude, (longitudes - longitude) * cos(radians(latitude))
        order = np.argsort(north * north + east * east, kind="stable")[: most + 1].tolist()
        return [rows[at] for at in order if rows[at].insee != to.pk][:most]

    @cached_property
    def _placed(self) -> tuple[list[NamedCommune], np.ndarray, np.ndarray]:
        """The communes of the territory whose place is known, by their codes, and where they lie."""
        placed = (row for row in self.communes.values() if row.in_territory and row.latitude is not None)
        rows = sorted(placed, key=lambda row: row.insee)
        return rows, np.array([row.latitude for row in rows]), np.array([row.longitude for row in rows])

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
        asked = {str(int(one)) if one.isdecimal() else one for one in references}
        return [key for key, edition in self.editions if edition.reference in asked]

    def areas_called(self, slugs: list[str]) -> list[str]:
        return [area.key for area in self.areas.values() if area.slug in slugs]

    def areas_over(self, communes: list[str]) -> list[str]:
        """Keys of the areas that hold one of the communes."""
        held = [self.communes[insee].areas for insee in communes if insee in self.communes]
        return list(dict.fromkeys(key for keys in held for key in keys))


def read_vocabulary(known: Vocabulary | None = None) -> Vocabulary:
    """One query. What is told as in `known` is taken from there, and all of it is `known` where nothing differs: to
    tell twice what a thousand communes are called takes ten times as long as to see that nobody renamed one."""
    asked = _asked()
    told = asked.told(Commune.objects.db)
    prints = {name: blake2b((text or "").encode(), digest_size=16).digest() for name, text in told.items()}
    if known and known.prints == prints:
        return known
    made = Vocabulary(prints=prints)
    for names, attributes, put in PARTS:
        if known and all(known.prints[name] == prints[name] for name in names):
            for attribute in attributes:
                setattr(made, attribute, getattr(known, attribute))
        else:
            put(made, {name: asked.statements[name].values(told[name]) for name in names})
    return made


@cache
def _asked() -> Together:
    """In columns that `PARTS` reads in their order."""
    bulletins = published_bulletins().select_related(None)
    rows = {
        "themes": Theme.objects.values_list("pk", "slug", "name"),
        "audiences": Audience.objects.values_list("pk", "slug", "name"),
        "cited": citing_bulletins().values_list("pk", "number", "slug", "title", "dated_on"),
        "bulletins": bulletins.values_list("kind", "number", "slug"),
        "families": SynonymFamily.objects.values_list("words", "is_one_way"),
        "links": Area.communes.through.objects.order_by("pk").values_list("area_id", "commune_id"),
        "aliases": CommuneAlias.objects.order_by("pk").values_list("commune_id", "sort_key"),
        "communes": Commune.objects.values_list(*COMMUNE),
        "areas": Area.objects.values_list("pk", "slug", "name", "locative", "kind", "sort_key"),
        "other names": AreaAlias.objects.order_by("pk").values_list("area_id", "sort_key"),
    }
    return Together.of(rows)


COMMUNE = (
    "insee", "name", "slug", "sort_key", "epci_id", "latitude", "longitude", "in_territory", "department_code",
    "population", "postal_codes",
)  # fmt: skip
Told = dict[str, list[list]]


def _put_named(made: Vocabulary, name: str, rows: list[list]) -> None:
    setattr(made, name, [(str(key), slug, label) for key, slug, label in rows])


def _put_cited(made: Vocabulary, told: Told) -> None:
    for key, number, slug, title, day in told["cited"]:
        made.bulletins.append((str(key), *bulletin_option(number, slug, title, day)))
        made.editions.append((str(key), Edition(bulletin_reference(number, slug), day)))


def _put_bulletins(made: Vocabulary, told: Told) -> None:
    rows = [Bulletin(kind=kind, number=number, slug=slug) for kind, number, slug in told["bulletins"]]
    made.bulletin_labels = {bulletin.reference: bulletin.label for bulletin in rows}


def _put_families(made: Vocabulary, told: Told) -> None:
    made.families = families_of(SynonymFamily(words=words, is_one_way=one_way) for words, one_way in told["families"])


def _put_places(made: Vocabulary, told: Told) -> None:
    areas_of, communes_of = defaultdict(list), defaultdict(list)
    for area, insee in told["links"]:
        areas_of[insee].append(str(area))
        communes_of[area].append(insee)
    others, names = defaultdict(list), defaultdict(list)
    for found, rows in ((others, told["aliases"]), (names, told["other names"])):
        for key, name in rows:
            found[key].append(name)
    for row in told["communes"]:
        one = Commune(**dict(zip(COMMUNE, row, strict=True)))
        is_placed = one.latitude is not None
        made.communes[one.pk] = NamedCommune(
            one.pk,
            one.name,
            str(one),
            typographic(str(one)),
            one.slug,
            one.sort_key,
            one.epci_id,
            tuple(areas_of[one.pk]),
            float(one.latitude) if is_placed else None,
            float(one.longitude) if is_placed else None,
            one.in_territory,
            one.population,
            tuple(one.postal_codes),
            tuple(others[one.pk]),
        )
    for key, slug, name, locative, kind, own in told["areas"]:
        called = tuple(dict.fromkeys((own, *names[key])))
        made.areas[str(key)] = NamedArea(
            str(key), slug, name, locative, typographic(name), kind, tuple(communes_of[key]), called
        )
    made.index_names()


# What is told, what is made of it, and how.
PARTS: tuple[tuple[tuple[str, ...], tuple[str, ...], Callable[[Vocabulary, Told], None]], ...] = (
    (("themes",), ("themes",), lambda made, told: _put_named(made, "themes", told["themes"])),
    (("audiences",), ("audiences",), lambda made, told: _put_named(made, "audiences", told["audiences"])),
    (("cited",), ("bulletins", "editions"), _put_cited),
    (("bulletins",), ("bulletin_labels",), _put_bulletins),
    (("families",), ("families",), _put_families),
    (
        ("links", "aliases", "communes", "areas", "other names"),
        ("communes", "areas", "_communes_by_name", "_areas_by_name"),
        _put_places,
    ),
)
