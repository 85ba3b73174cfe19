"""What leaves the directory as open data: the columns of the spreadsheet and the fields of the other forms.

`docs/donnees.md` and the page “Données ouvertes” describe them; a test compares. Persons and private contacts are
read only to take them out of the texts. The initiatives come from `with_cards`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from directory.finding.facets import Facet
from french.richtext import plain_text
from initiatives.figures import public_lines
from initiatives.models import Initiative, Participation, PlaceRole

Absolute = Callable[[str], str]  # a path of the site → its full address
ACTS, BENEFITS = PlaceRole.ACTS, PlaceRole.BENEFITS


@dataclass(frozen=True)
class Column:
    """One column of the spreadsheet: its name, what it holds in French, and how it is read from a row."""

    name: str
    about: str
    read: Callable[[Initiative, Absolute], str]


def _joined(parts: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(part for part in parts if part))


def _actors(row: Initiative) -> list:
    acting = [part.organisation for part in row.participations.all() if part.role != Participation.Role.BENEFICIARY]
    return list(dict.fromkeys(acting))


def _communes(row: Initiative, role: str, field: str) -> str:
    return _joined(getattr(place.commune, field) for place in row.places.all() if place.role == role)


def _areas(row: Initiative, role: str) -> str:
    return _joined(cover.area.name for cover in row.coverages.all() if cover.role == role)


def _kinds(row: Initiative) -> str:
    return _joined(one.kind for one in _actors(row))


def _figures(row: Initiative) -> str:
    return _joined(line.phrase for line in public_lines(row))


def _bulletins(row: Initiative) -> str:
    return _joined(citation.bulletin.reference for citation in row.public_citations)


def _day(row: Initiative) -> str:
    return row.told_on.isoformat() if row.told_on else ""


COLUMNS = (
    Column("identifiant", "numéro de l’initiative, le même dans son adresse", lambda row, _: str(row.pk)),
    Column("titre", "titre", lambda row, _: row.public_title),
    Column("texte", "texte d’aujourd’hui, sans mise en forme", lambda row, _: plain_text(row.public_summary)),
    Column("theme", "code du thème, celui du filtre « theme »", lambda row, _: row.theme.slug),
    Column("theme_nom", "nom du thème", lambda row, _: row.theme.name),
    Column("organisations", "qui agit ou aide", lambda row, _: _joined(row.public_name(one) for one in _actors(row))),
    Column("types", "types de ces organisations, codes du filtre « type »", lambda row, _: _kinds(row)),
    Column("communes", "communes où elle agit", lambda row, _: _communes(row, ACTS, "name")),
    Column("codes_insee", "codes INSEE de ces communes", lambda row, _: _communes(row, ACTS, "pk")),
    Column("communes_beneficiaires", "communes qui en bénéficient", lambda row, _: _communes(row, BENEFITS, "name")),
    Column("codes_insee_beneficiaires", "codes INSEE de ces communes", lambda row, _: _communes(row, BENEFITS, "pk")),
    Column("territoires", "territoires où elle agit", lambda row, _: _areas(row, ACTS)),
    Column("territoires_beneficiaires", "territoires qui en bénéficient", lambda row, _: _areas(row, BENEFITS)),
    Column("publics", "pour qui", lambda row, _: _joined(audience.name for audience in row.audiences.all())),
    Column("chiffres", "chiffres en toutes lettres ; ils ne s’additionnent pas", lambda row, _: _figures(row)),
    Column("contacts", "contacts publics", lambda row, _: _joined(contact.printed for contact in row.public_contacts)),
    Column("date", "jour de l’annonce, sinon du premier bulletin (AAAA-MM-JJ)", lambda row, _: _day(row)),
    Column("bulletins", "numéros, ou nom du hors-série dans son adresse", lambda row, _: _bulletins(row)),
    Column("adresse", "page de l’initiative", lambda row, absolute: absolute(row.get_absolute_url())),
)  # fmt: skip

# Fields of one result of the JSON form, with what they hold.
JSON_FIELDS = {
    "id": "numéro de l’initiative",
    "title": "titre",
    "summary": "texte d’aujourd’hui, sans mise en forme",
    "theme": "thème : slug (code du filtre), name (nom)",
    "organisations": "id, name, kind, role (actor : agit ; partner : aide ; beneficiary : bénéficie), "
    "url (null pour un groupe sans nom)",
    "communes": "insee, name, role (acts : elle y agit ; benefits : elle en bénéficie)",
    "areas": "slug, name, kind, role (comme pour communes)",
    "figures": (
        "item (quoi), amount (combien), unit (unité), measure (stock : déjà fait ; target : objectif ; "
        "rate_day et rate_week : par jour, par semaine), approximate (environ), as_of (à cette date)"
    ),
    "contacts": "contacts publics : kind (sorte), value (numéro ou adresse), label (précision)",
    "bulletins": "reference (numéro, ou nom du hors-série dans son adresse), label (nom), date, url",
    "url": "page de l’initiative",
}


def header() -> list[str]:
    return [column.name for column in COLUMNS]


def cells(row: Initiative, absolute: Absolute) -> list[str]:
    return [column.read(row, absolute) for column in COLUMNS]


def as_json(row: Initiative, absolute: Absolute) -> dict[str, Any]:
    return {
        "id": row.pk,
        "title": row.public_title,
        "summary": plain_text(row.public_summary),
        "theme": {"slug": row.theme.slug, "name": row.theme.name},
        "organisations": [
            {
                "id": part.organisation_id,
                "name": row.public_name(part.organisation),
                "kind": part.organisation.kind,
                "role": part.role,
                "url": absolute(part.organisation.page_url) if part.organisation.has_page else None,
            }
            for part in row.participations.all()
        ],
        "communes": [
            {"insee": place.commune_id, "name": place.commune.name, "role": place.role} for place in row.places.all()
        ],
        "areas": [
            {"slug": cover.area.slug, "name": cover.area.name, "kind": cover.area.kind, "role": cover.role}
            for cover in row.coverages.all()
        ],
        "figures": [
            {
                "item": row.without_hidden(figure.item),
                "amount": float(figure.amount),
                "unit": figure.unit,
                "measure": figure.measure,
                "approximate": figure.is_approximate,
                "as_of": figure.as_of.isoformat() if figure.as_of else None,
            }
            for figure in row.figures.all()
        ],
        "contacts": [
            {"kind": contact.kind, "value": contact.value, "label": row.without_hidden(contact.label)}
            for contact in row.public_contacts
        ],
        "bulletins": [
            {
                "reference": citation.bulletin.reference,
                "label": citation.bulletin.label,
                "date": citation.bulletin.dated_on.isoformat() if citation.bulletin.dated_on else None,
                "url": absolute(citation.bulletin.get_absolute_url()),
            }
            for citation in row.public_citations
        ],
        "url": absolute(row.get_absolute_url()),
    }


def facets_as_json(counted: Iterable[Facet]) -> dict[str, list[dict[str, Any]]]:
    return {
        facet.name: [{"value": one.value, "label": one.label, "count": one.count} for one in facet.options]
        for facet in counted
    }


def as_feature(row: Initiative, absolute: Absolute) -> dict[str, Any]:
    """One feature an initiative, so that the rows are those of the other forms: a point for each commune whose
    coordinates are known, no geometry when none is."""
    located = [place for place in row.places.all() if place.commune.latitude is not None]
    # GeoJSON writes longitude first.
    points = [[float(place.commune.longitude), float(place.commune.latitude)] for place in located]
    points = [list(point) for point in dict.fromkeys(map(tuple, points))]
    geometry: dict[str, Any] | None = None
    if len(points) == 1:
        geometry = {"type": "Point", "coordinates": points[0]}
    elif points:
        geometry = {"type": "MultiPoint", "coordinates": points}
    return {
        "id": row.pk,
        "geometry": geometry,
        "properties": {
            "title": row.public_title,
            "summary": plain_text(row.public_summary),
            "theme": row.theme.slug,
            "organisations": [row.public_name(one) for one in _actors(row)],
            "communes": [
                {"insee": place.commune_id, "name": place.commune.name, "role": place.role}
                for place in row.places.all()
            ],
            "areas": [cover.area.name for cover in row.coverages.all()],
            "contacts": [contact.printed for contact in row.public_contacts],
            "bulletins": [citation.bulletin.reference for citation in row.public_citations],
            "date": _day(row) or None,
            "url": absolute(row.get_absolute_url()),
        },
    }
