"""Plain builders of rows for tests: what is not said gets a plausible value, and names never repeat."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User

from bulletins.models import Bulletin, BulletinPicture, BulletinRendition, Entry, Section, Series
from communes.models import Area, Commune, Logo, LogoRendition, Territory
from initiatives.models import Audience, Coverage, Figure, Initiative, Participation, Picture, Place, Rendition, Theme
from organisations.models import Contact, Organisation, Person

NOW = datetime(2020, 4, 30, 10, 0, tzinfo=UTC)
CONSENT = {"consented_on": date(2020, 4, 1), "consent_means": "email", "consent_note": "Accord reçu."}
_numbers = count(1)


def make_user(username: str = "", *, group: str = "", **fields: Any) -> User:
    user = User.objects.create_user(username or f"compte-{next(_numbers)}", **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
        user.refresh_from_db(fields=["is_staff"])
    return user


def make_area(name: str = "", *, communes: tuple[Commune, ...] = (), **fields: Any) -> Area:
    area = Area.objects.create(name=name or f"Secteur {next(_numbers)}", **fields)
    area.communes.set(communes)
    return area


def make_commune(name: str = "", **fields: Any) -> Commune:
    number = next(_numbers)
    if "insee" not in fields:
        # Codes of another département: those that a test writes out are never met by chance.
        fields |= {"insee": f"2A{number % 1000:03d}", "department_code": "62"} | fields
    fields.setdefault("department_code", fields["insee"][:2])
    return Commune.objects.create(name=name or f"Village-{number}", **fields)


def make_territory(**fields: Any) -> Territory:
    values = {
        "name": "Pas-de-Calais",
        "site_name": "Le Pas-de-Calais solidaire",
        "publisher": "Préfecture du Pas-de-Calais",
        **fields,
    }
    return Territory.objects.create(**values)


def make_organisation(name: str = "", **fields: Any) -> Organisation:
    fields.setdefault("kind", Organisation.Kind.ASSOCIATION)
    return Organisation.objects.create(name=name or f"Association {next(_numbers)}", **fields)


def make_contact(value: str = "", **fields: Any) -> Contact:
    fields.setdefault("kind", Contact.Kind.EMAIL)
    if fields.get("is_personal") and fields.get("is_public", True):
        fields = CONSENT | fields
    return Contact.objects.create(value=value or f"contact{next(_numbers)}@exemple.fr", **fields)


def make_person(name: str = "", **fields: Any) -> Person:
    if fields.get("is_public"):
        fields = CONSENT | fields
    return Person.objects.create(name=name or f"Personne {next(_numbers)}", **fields)


def make_audience(name: str = "", **fields: Any) -> Audience:
    return Audience.objects.create(name=name or f"public {next(_numbers)}", **fields)


def make_theme(slug: str = "protection") -> Theme:
    """One of the themes that a migration made."""
    return Theme.objects.get(slug=slug)


def make_initiative(
    title: str = "",
    *,
    published: bool = True,
    theme: str = "protection",
    communes: tuple[Commune, ...] = (),
    beneficiary_communes: tuple[Commune, ...] = (),
    areas: tuple[Area, ...] = (),
    organisations: tuple[Organisation, ...] = (),
    audiences: tuple[Audience, ...] = (),
    contacts: tuple[Contact, ...] = (),
    figures: tuple[dict[str, Any], ...] = (),
    **fields: Any,
) -> Initiative:
    number = next(_numbers)
    if published and "status" not in fields:
        by = fields.pop("by", None) or make_user()
        fields |= {"status": Initiative.Status.PUBLISHED, "published_at": NOW, "published_by": by}
    fields.setdefault("summary", f"Des habitants s’entraident, récit {number}.")
    initiative = Initiative.objects.create(title=title or f"Entraide {number}", theme=make_theme(theme), **fields)
    Place.objects.bulk_create(
        [Place(initiative=initiative, commune=commune) for commune in communes]
        + [Place(initiative=initiative, commune=commune, role=Place.Role.BENEFITS) for commune in beneficiary_communes]
    )
    Coverage.objects.bulk_create([Coverage(initiative=initiative, area=area) for area in areas])
    Participation.objects.bulk_create(
        [Participation(initiative=initiative, organisation=organisation) for organisation in organisations]
    )
    Figure.objects.bulk_create([Figure(initiative=initiative, **figure) for figure in figures])
    initiative.audiences.set(audiences)
    initiative.contacts.set(contacts)
    return initiative


def make_picture(initiative: Initiative, *, sha256: str = "", **fields: Any) -> Picture:
    """Described and agreed to, with one file in each format; their bytes are no picture."""
    facts = {
        "alternative_text": "Des machines à coudre sur une table",
        "credit": "Ville de Marck",
        "licence": Picture.Licence.AGREED,
        "faces": Picture.Faces.NONE,
        "widths": [480],
        "width": 480,
        "height": 320,
        "added_by": fields.pop("by", None) or make_user(),
    }
    picture = Picture.objects.create(initiative=initiative, sha256=sha256 or f"{next(_numbers):064x}", **facts | fields)
    Rendition.objects.bulk_create(
        [Rendition(picture=picture, format=kind, width=480, data=kind.encode()) for kind in Rendition.Format.values]
    )
    return picture


def make_bulletin_picture(bulletin: Bulletin, *, data: bytes = b"", **fields: Any) -> BulletinPicture:
    """The same for a bulletin; `data` is its JPEG where one is to be opened."""
    facts = {
        "sha256": f"{next(_numbers):064x}",
        "alternative_text": "La place du marché",
        "credit": "Ville d’Arras",
        "licence": BulletinPicture.Licence.OPEN,
        "faces": BulletinPicture.Faces.NONE,
        "widths": [480],
        "width": 480,
        "height": 320,
        "added_by": fields.pop("by", None) or make_user(),
    }
    picture = BulletinPicture.objects.create(bulletin=bulletin, **facts | fields)
    picture.renditions.bulk_create(
        BulletinRendition(picture=picture, format=kind, width=480, data=data or kind.encode())
        for kind in BulletinRendition.Format.values
    )
    return picture


def make_logo(territory: Territory, *, data: bytes = b"", **fields: Any) -> Logo:
    facts = {"sha256": f"{next(_numbers):064x}", "widths": [160], "width": 160, "height": 80, "added_by": make_user()}
    logo = Logo.objects.create(territory=territory, **facts | fields)
    logo.renditions.bulk_create(
        LogoRendition(picture=logo, format=kind, width=160, data=data or kind.encode())
        for kind in LogoRendition.Format.values
    )
    return logo


def make_series(name: str = "Covid-19 : le Pas-de-Calais solidaire", **fields: Any) -> Series:
    fields.setdefault("is_main", True)
    return Series.objects.create(name=name, **fields)


def make_bulletin(title: str = "", *, series: Series | None = None, **fields: Any) -> Bulletin:
    """A draft bulletin; publish it with the service."""
    series = series or Series.objects.filter(is_main=True).first() or make_series()
    return Bulletin.objects.create(series=series, title=title or series.name, **fields)


def make_section(bulletin: Bulletin, *initiatives: Initiative, theme: str = "protection", **fields: Any) -> Section:
    section = Section.objects.create(bulletin=bulletin, theme=make_theme(theme), **fields)
    for position, initiative in enumerate(initiatives, start=1):
        Entry.objects.create(section=section, initiative=initiative, position=position)
    return section
