"""The initiatives on a map: one point for each of their places, in the words of RFC 7946.

`docs/donnees.md` and the page “Données ouvertes” describe the properties; a test compares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from communes.models import Commune
from directory.outputs.exports import Absolute, written_day
from directory.outputs.said import Said
from directory.outputs.writers import json_text
from french.wording import typographic
from initiatives.models import PlaceRole

Geometry = dict[str, Any] | None
Centres = dict[int, tuple[float, float]]  # longitude and latitude of areas, by their key
# Stands for the middle of an area, which moves with communes that what is kept of an initiative does not know.
# No text of an initiative reads like it, for the quotation marks of a text are escaped.
MIDDLE = re.compile(r'\{"type":"Point","area":(\d+)\}')

# Properties of one feature of the GeoJSON form.
GEOJSON_FIELDS = {
    "id": "numéro de l’initiative, répété pour chacun de ses lieux",
    "title": "titre",
    "summary": "texte d’aujourd’hui, sans mise en forme",
    "theme": "code du thème",
    "organisations": "qui agit ou aide",
    "contacts": "contacts publics : adresses entières, courriels, numéros ou mots",
    "bulletins": "numéros, ou nom du hors-série dans son adresse",
    "date": "jour de l’annonce, sinon du premier bulletin (AAAA-MM-JJ)",
    "url": "page de l’initiative",
    "state": "ongoing (en cours), over (terminée) ou to_check (à vérifier)",
    "known_on": "jour de l’information : dernière annonce ou dernière vérification",
    "place": "nom du lieu",
    "place_kind": "commune, ou area pour un territoire",
    "place_code": "code INSEE de la commune, ou nom du territoire dans son adresse",
    "role": "acts : l’initiative y agit ; benefits : le lieu en bénéficie ; acts pour qui fait les deux",
    "roles": "liste de tous ses rôles : acts, benefits ou les deux",
}


@dataclass(frozen=True)
class _Spot:
    """A place of an initiative on the map; of no kind for an initiative that names none."""

    name: str = ""
    kind: str = ""
    code: str = ""
    geometry: Geometry = field(default=None, compare=False)
    roles: tuple[str, ...] = ()  # acting first


def features_text(said: Said, absolute: Absolute) -> str:
    """One feature for each place of the initiative, with all that the place is to it; one without geometry when it
    names no place, so that the initiatives are those of the other forms. To be handed to `placed` before it is sent."""
    about = json_text(_about(said, absolute))
    return ",".join(_feature(said, about, spot) for spot in _spots(said) or [_Spot()])


def placed(features: str, centres: Centres) -> str:
    """The features with those of areas in the middle of their communes; of no place where no commune’s is known."""

    def geometry(found: re.Match) -> str:
        centre = centres.get(int(found[1]))
        return json_text(_point(*centre) if centre else None)

    return MIDDLE.sub(geometry, features)


def _spots(said: Said) -> list[_Spot]:
    named = [
        (place.role, _Spot(typographic(place.commune.name), "commune", place.commune_id, _geometry(place.commune)))
        for place in said.places
    ]
    named += [
        (cover.role, _Spot(typographic(cover.area.name), "area", cover.area.slug, _middle(cover.area_id)))
        for cover in said.coverages
    ]
    roles: dict[_Spot, list[str]] = {}
    for role, spot in named:
        roles.setdefault(spot, []).append(role)
    return [replace(spot, roles=tuple(sorted(held, key=PlaceRole.values.index))) for spot, held in roles.items()]


def _about(said: Said, absolute: Absolute) -> dict[str, Any]:
    """The properties that all features of an initiative share."""
    return {
        "id": said.pk,
        "title": said.public_title,
        "summary": said.public_text,
        "theme": said.theme.slug,
        "organisations": [said.names[one] for one in said.acting],
        "contacts": [reached for _, reached in said.contacts],
        "bulletins": said.bulletins,
        "date": written_day(said.row.told_on) or None,
        "url": absolute(said.path),
        "state": said.state,
        "known_on": written_day(said.row.known_on) or None,
    }


def _feature(said: Said, about: str, spot: _Spot) -> str:
    """`about` is printed already: a text is not made into JSON again for each place."""
    key = "/".join(filter(None, [str(said.pk), spot.code]))
    place = {
        "place": spot.name or None,
        "place_kind": spot.kind or None,
        "place_code": spot.code or None,
        "role": spot.roles[0] if spot.roles else None,
        "roles": list(spot.roles),
    }
    start = json_text({"type": "Feature", "id": key, "geometry": spot.geometry})
    return f'{start[:-1]},"properties":{about[:-1]},{json_text(place)[1:]}}}'


def _geometry(commune: Commune) -> Geometry:
    return None if commune.latitude is None else _point(float(commune.longitude), float(commune.latitude))


def _middle(area: int) -> Geometry:
    return {"type": "Point", "area": area}


def _point(longitude: float, latitude: float) -> Geometry:
    """GeoJSON writes longitude first."""
    return {"type": "Point", "coordinates": [longitude, latitude]}
