"""What leaves the directory as open data: the columns of the spreadsheet and the fields of the other forms.

`docs/donnees.md` and the page “Données ouvertes” describe them; a test compares. Persons and private contacts are
read only to take them out of the texts. All is read from what it `Said`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from directory.finding.facets import Facet
from directory.outputs.said import Said
from french.wording import typographic
from initiatives.models import Figure, PlaceRole
from organisations.models import Contact

Absolute = Callable[[str], str]  # a path of the site → its full address
ACTS, BENEFITS = PlaceRole.ACTS, PlaceRole.BENEFITS


@dataclass(frozen=True)
class Column:
    """One column of the spreadsheet: its name, what it holds in French, and how it is read from a row."""

    name: str
    about: str
    read: Callable[[Said, Absolute], str]


@dataclass(frozen=True)
class FigureColumn:
    """The same for the spreadsheet of figures, one row a figure."""

    name: str
    about: str
    read: Callable[[Said, Figure, Absolute], str]


def _joined(parts: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(part for part in parts if part))


def _communes(said: Said, role: str, field: str) -> str:
    return _joined(typographic(getattr(place.commune, field)) for place in said.places if place.role == role)


def _areas(said: Said, role: str) -> str:
    return _joined(typographic(cover.area.name) for cover in said.coverages if cover.role == role)


def _kinds(said: Said) -> str:
    return _joined(one.kind for one in said.acting)


def _figures(said: Said) -> str:
    return _joined(line.phrase for line in said.lines)


def _contacts(said: Said, kind: str) -> str:
    return _joined(reached for contact, reached in said.contacts if contact.kind == kind)


def _decimal(amount: Decimal) -> str:
    """“1600”, “2,5”: what a French spreadsheet takes for a number."""
    return format(amount.normalize(), "f").replace(".", ",")


def _told_day(said: Said) -> str:
    return written_day(said.row.told_on)


def written_day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes(answer: bool) -> str:
    return "oui" if answer else "non"


COLUMNS = (
    Column("identifiant", "numéro de l’initiative, le même dans son adresse", lambda said, _: str(said.pk)),
    Column("titre", "titre", lambda said, _: said.public_title),
    Column("texte", "texte d’aujourd’hui, sans mise en forme", lambda said, _: said.public_text),
    Column("theme", "code du thème, celui du filtre « theme »", lambda said, _: said.theme.slug),
    Column("theme_nom", "nom du thème", lambda said, _: said.theme.name),
    Column("organisations", "qui agit ou aide", lambda said, _: _joined(said.names[one] for one in said.acting)),
    Column("types", "types de ces organisations, codes du filtre « type »", lambda said, _: _kinds(said)),
    Column("communes", "communes où elle agit", lambda said, _: _communes(said, ACTS, "name")),
    Column("codes_insee", "codes INSEE de ces communes", lambda said, _: _communes(said, ACTS, "pk")),
    Column("communes_beneficiaires", "communes qui en bénéficient", lambda said, _: _communes(said, BENEFITS, "name")),
    Column("codes_insee_beneficiaires", "codes INSEE de ces communes", lambda said, _: _communes(said, BENEFITS, "pk")),
    Column("territoires", "territoires où elle agit", lambda said, _: _areas(said, ACTS)),
    Column("territoires_beneficiaires", "territoires qui en bénéficient", lambda said, _: _areas(said, BENEFITS)),
    Column("publics", "pour qui", lambda said, _: _joined(audience.name for audience in said.row.said_audiences)),
    Column("chiffres", "chiffres en toutes lettres ; ils ne s’additionnent pas", lambda said, _: _figures(said)),
    Column("sites", "sites internet publics, adresses entières", lambda said, _: _contacts(said, Contact.Kind.WEBSITE)),
    Column("courriels", "courriels publics", lambda said, _: _contacts(said, Contact.Kind.EMAIL)),
    Column("telephones", "téléphones publics", lambda said, _: _contacts(said, Contact.Kind.PHONE)),
    Column("facebook", "pages Facebook, adresses entières", lambda said, _: _contacts(said, Contact.Kind.FACEBOOK)),
    Column("twitter", "comptes Twitter, adresses entières", lambda said, _: _contacts(said, Contact.Kind.TWITTER)),
    Column("autres_contacts", "à qui s’adresser, en mots", lambda said, _: _contacts(said, Contact.Kind.OTHER)),
    Column("date", "jour de l’annonce, sinon du premier bulletin (AAAA-MM-JJ)", lambda said, _: _told_day(said)),
    Column("bulletins", "numéros, ou nom du hors-série dans son adresse", lambda said, _: _joined(said.bulletins)),
    Column("adresse", "page de l’initiative", lambda said, absolute: absolute(said.path)),
    Column("etat", "ongoing (en cours), over (terminée) ou to_check (à vérifier)", lambda said, _: said.state),
    Column("information_du", "jour de l’information (AAAA-MM-JJ)", lambda said, _: written_day(said.row.known_on)),
)  # fmt: skip

FIGURE_COLUMNS = (
    FigureColumn("identifiant", "numéro de l’initiative", lambda said, figure, _: str(said.pk)),
    FigureColumn("titre", "titre de l’initiative", lambda said, figure, _: said.public_title),
    FigureColumn("quoi", "ce qui est compté", lambda said, figure, _: said.row.without_hidden(figure.item)),
    FigureColumn("quantite", "combien, virgule décimale", lambda said, figure, _: _decimal(figure.amount)),
    FigureColumn("unite", "unité", lambda said, figure, _: figure.unit),
    FigureColumn("mesure", "stock, target, rate_day, rate_week ou context", lambda said, figure, _: figure.measure),
    FigureColumn("mesure_nom", "ce code en mots", lambda said, figure, _: figure.get_measure_display()),
    FigureColumn("environ", "oui pour une approximation", lambda said, figure, _: _yes(figure.is_approximate)),
    FigureColumn("au", "compté à cette date (AAAA-MM-JJ)", lambda said, figure, _: written_day(figure.as_of)),
    FigureColumn("adresse", "page de l’initiative", lambda said, figure, absolute: absolute(said.path)),
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
        "rate_day et rate_week : par jour, par semaine ; context : contexte), "
        "approximate (environ), as_of (à cette date)"
    ),
    "contacts": "contacts publics : kind (sorte), value (numéro ou adresse), label (précision)",
    "bulletins": "reference (numéro, ou nom du hors-série dans son adresse), label (nom), date, url",
    "url": "page de l’initiative",
    "state": "ongoing (en cours), over (terminée) ou to_check (à vérifier)",
    "known_on": "jour de l’information : dernière annonce ou dernière vérification",
}


def header() -> list[str]:
    return [column.name for column in COLUMNS]


def cells(said: Said, absolute: Absolute) -> list[str]:
    return [column.read(said, absolute) for column in COLUMNS]


def figures_header() -> list[str]:
    return [column.name for column in FIGURE_COLUMNS]


def figures_cells(said: Said, absolute: Absolute) -> list[list[str]]:
    """One line for each figure of the initiative."""
    return [[column.read(said, figure, absolute) for column in FIGURE_COLUMNS] for figure in said.figures]


def as_json(said: Said, absolute: Absolute) -> dict[str, Any]:
    return {
        "id": said.pk,
        "title": said.public_title,
        "summary": said.public_text,
        "theme": {"slug": said.theme.slug, "name": said.theme.name},
        "organisations": [
            {
                "id": part.organisation_id,
                "name": said.names[part.organisation],
                "kind": part.organisation.kind,
                "role": part.role,
                "url": absolute(part.organisation.page_url) if part.organisation.has_page else None,
            }
            for part in said.parts
        ],
        "communes": [
            {"insee": place.commune_id, "name": typographic(place.commune.name), "role": place.role}
            for place in said.places
        ],
        "areas": [
            {
                "slug": cover.area.slug,
                "name": typographic(cover.area.name),
                "kind": cover.area.kind,
                "role": cover.role,
            }
            for cover in said.coverages
        ],
        "figures": [
            {
                "item": said.row.without_hidden(figure.item),
                "amount": float(figure.amount),
                "unit": figure.unit,
                "measure": figure.measure,
                "approximate": figure.is_approximate,
                "as_of": figure.as_of.isoformat() if figure.as_of else None,
            }
            for figure in said.figures
        ],
        "contacts": [
            {"kind": contact.kind, "value": contact.value, "label": said.row.without_hidden(contact.label)}
            for contact, _ in said.contacts
        ],
        "bulletins": [
            {
                "reference": citation.bulletin.reference,
                "label": citation.bulletin.label,
                "date": citation.bulletin.dated_on.isoformat() if citation.bulletin.dated_on else None,
                "url": absolute(citation.bulletin.get_absolute_url()),
            }
            for citation in said.row.public_citations
        ],
        "url": absolute(said.path),
        "state": said.state,
        "known_on": written_day(said.row.known_on) or None,
    }


def facets_as_json(counted: Iterable[Facet]) -> dict[str, list[dict[str, Any]]]:
    return {
        facet.name: [{"value": one.value, "label": one.label, "count": one.count} for one in facet.options]
        for facet in counted
    }
