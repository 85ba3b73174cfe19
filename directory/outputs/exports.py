"""What leaves the directory as open data: the columns of the spreadsheet and the fields of the other forms.

`docs/donnees.md` and the page “Données ouvertes” describe them; a test compares. Persons and private contacts are
read only to take them out of the texts. The initiatives come from `with_cards`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from directory.finding.facets import Facet
from french.richtext import plain_text
from french.wording import NBSP, typographic
from initiatives.figures import public_lines
from initiatives.freshness import freshness
from initiatives.models import Figure, Initiative, Participation, PlaceRole
from organisations.contacts import WEB_KINDS
from organisations.models import Contact

Absolute = Callable[[str], str]  # a path of the site → its full address
ACTS, BENEFITS = PlaceRole.ACTS, PlaceRole.BENEFITS


@dataclass(frozen=True)
class Column:
    """One column of the spreadsheet: its name, what it holds in French, and how it is read from a row."""

    name: str
    about: str
    read: Callable[[Initiative, Absolute], str]


@dataclass(frozen=True)
class FigureColumn:
    """The same for the spreadsheet of figures, one row a figure."""

    name: str
    about: str
    read: Callable[[Initiative, Figure, Absolute], str]


def _joined(parts: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(part for part in parts if part))


def acting(row: Initiative) -> list:
    acting = [part.organisation for part in row.participations.all() if part.role != Participation.Role.BENEFICIARY]
    return list(dict.fromkeys(acting))


def _communes(row: Initiative, role: str, field: str) -> str:
    return _joined(typographic(getattr(place.commune, field)) for place in row.places.all() if place.role == role)


def _areas(row: Initiative, role: str) -> str:
    return _joined(typographic(cover.area.name) for cover in row.coverages.all() if cover.role == role)


def _kinds(row: Initiative) -> str:
    return _joined(one.kind for one in acting(row))


def _figures(row: Initiative) -> str:
    return _joined(line.phrase for line in public_lines(row))


def _contacts(row: Initiative, *kinds: str) -> str:
    return _joined(reached(contact) for contact in row.public_contacts if contact.kind in kinds)


def reached(contact: Contact) -> str:
    """A whole address for what stands on the web; else what is dialled, written to or said, in plain spaces."""
    return contact.value if contact.kind in WEB_KINDS else contact.printed.replace(NBSP, " ")


def _decimal(amount: Decimal) -> str:
    """“1600”, “2,5”: what a French spreadsheet takes for a number."""
    return format(amount.normalize(), "f").replace(".", ",")


def _bulletins(row: Initiative) -> str:
    return _joined(citation.bulletin.reference for citation in row.public_citations)


def told_day(row: Initiative) -> str:
    return written_day(row.told_on)


def written_day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes(answer: bool) -> str:
    return "oui" if answer else "non"


COLUMNS = (
    Column("identifiant", "numéro de l’initiative, le même dans son adresse", lambda row, _: str(row.pk)),
    Column("titre", "titre", lambda row, _: row.public_title),
    Column("texte", "texte d’aujourd’hui, sans mise en forme", lambda row, _: plain_text(row.public_summary)),
    Column("theme", "code du thème, celui du filtre « theme »", lambda row, _: row.theme.slug),
    Column("theme_nom", "nom du thème", lambda row, _: row.theme.name),
    Column("organisations", "qui agit ou aide", lambda row, _: _joined(row.public_name(one) for one in acting(row))),
    Column("types", "types de ces organisations, codes du filtre « type »", lambda row, _: _kinds(row)),
    Column("communes", "communes où elle agit", lambda row, _: _communes(row, ACTS, "name")),
    Column("codes_insee", "codes INSEE de ces communes", lambda row, _: _communes(row, ACTS, "pk")),
    Column("communes_beneficiaires", "communes qui en bénéficient", lambda row, _: _communes(row, BENEFITS, "name")),
    Column("codes_insee_beneficiaires", "codes INSEE de ces communes", lambda row, _: _communes(row, BENEFITS, "pk")),
    Column("territoires", "territoires où elle agit", lambda row, _: _areas(row, ACTS)),
    Column("territoires_beneficiaires", "territoires qui en bénéficient", lambda row, _: _areas(row, BENEFITS)),
    Column("publics", "pour qui", lambda row, _: _joined(audience.name for audience in row.audiences.all())),
    Column("chiffres", "chiffres en toutes lettres ; ils ne s’additionnent pas", lambda row, _: _figures(row)),
    Column("sites", "sites internet publics, adresses entières", lambda row, _: _contacts(row, Contact.Kind.WEBSITE)),
    Column("courriels", "courriels publics", lambda row, _: _contacts(row, Contact.Kind.EMAIL)),
    Column("telephones", "téléphones publics", lambda row, _: _contacts(row, Contact.Kind.PHONE)),
    Column("facebook", "pages Facebook, adresses entières", lambda row, _: _contacts(row, Contact.Kind.FACEBOOK)),
    Column("twitter", "comptes Twitter, adresses entières", lambda row, _: _contacts(row, Contact.Kind.TWITTER)),
    Column("autres_contacts", "à qui s’adresser, en mots", lambda row, _: _contacts(row, Contact.Kind.OTHER)),
    Column("date", "jour de l’annonce, sinon du premier bulletin (AAAA-MM-JJ)", lambda row, _: told_day(row)),
    Column("bulletins", "numéros, ou nom du hors-série dans son adresse", lambda row, _: _bulletins(row)),
    Column("adresse", "page de l’initiative", lambda row, absolute: absolute(row.get_absolute_url())),
    Column("etat", "ongoing (en cours), over (terminée) ou to_check (à vérifier)", lambda row, _: freshness(row).state),
    Column("information_du", "jour de l’information (AAAA-MM-JJ)", lambda row, _: written_day(row.known_on)),
)  # fmt: skip

FIGURE_COLUMNS = (
    FigureColumn("identifiant", "numéro de l’initiative", lambda row, figure, _: str(row.pk)),
    FigureColumn("titre", "titre de l’initiative", lambda row, figure, _: row.public_title),
    FigureColumn("quoi", "ce qui est compté", lambda row, figure, _: row.without_hidden(figure.item)),
    FigureColumn("quantite", "combien, virgule décimale", lambda row, figure, _: _decimal(figure.amount)),
    FigureColumn("unite", "unité", lambda row, figure, _: figure.unit),
    FigureColumn("mesure", "stock, target, rate_day, rate_week ou context", lambda row, figure, _: figure.measure),
    FigureColumn("mesure_nom", "ce code en mots", lambda row, figure, _: figure.get_measure_display()),
    FigureColumn("environ", "oui pour une approximation", lambda row, figure, _: _yes(figure.is_approximate)),
    FigureColumn("au", "compté à cette date (AAAA-MM-JJ)", lambda row, figure, _: written_day(figure.as_of)),
    FigureColumn("adresse", "page de l’initiative", lambda row, figure, absolute: absolute(row.get_absolute_url())),
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


def cells(row: Initiative, absolute: Absolute) -> list[str]:
    return [column.read(row, absolute) for column in COLUMNS]


def figures_header() -> list[str]:
    return [column.name for column in FIGURE_COLUMNS]


def figures_cells(row: Initiative, absolute: Absolute) -> list[list[str]]:
    """One line for each figure of the initiative."""
    return [[column.read(row, figure, absolute) for column in FIGURE_COLUMNS] for figure in row.figures.all()]


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
            {"insee": place.commune_id, "name": typographic(place.commune.name), "role": place.role}
            for place in row.places.all()
        ],
        "areas": [
            {
                "slug": cover.area.slug,
                "name": typographic(cover.area.name),
                "kind": cover.area.kind,
                "role": cover.role,
            }
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
        "state": freshness(row).state,
        "known_on": written_day(row.known_on) or None,
    }


def facets_as_json(counted: Iterable[Facet]) -> dict[str, list[dict[str, Any]]]:
    return {
        facet.name: [{"value": one.value, "label": one.label, "count": one.count} for one in facet.options]
        for facet in counted
    }
