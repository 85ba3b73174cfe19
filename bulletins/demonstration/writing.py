"""One initiative of the demonstration, from its table in the file to its rows. Every row is validated like a form."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from communes.models import Area
from communes.services import add_outside_commune
from french.accents import sort_key
from initiatives.models import Audience, Coverage, Figure, Initiative, Participation, Place, Theme
from organisations.consent import CONSENT_FIELDS
from organisations.contacts import normalise_contact
from organisations.models import Contact, Organisation

Table = dict[str, Any]


class MissingReference(Exception):
    """A territory or organisation that the files name is not there; the message is a French sentence."""


def save_valid(row: models.Model, *, by: User) -> models.Model:
    """Validate as a form would, then save under the name of `by` in the history."""
    row.full_clean()
    row._history_user = by
    row.save()
    return row


def write_organisation(table: Table, *, by: User) -> Organisation:
    """The organisation of this name and kind: the one that is there, else a new one."""
    existing = Organisation.objects.filter(sort_key=sort_key(table["name"]), kind=table["kind"]).first()
    if existing:
        return existing.survivor
    seat = add_outside_commune(insee=table["seat"], by=by) if "seat" in table else None
    return save_valid(Organisation(**{**table, "seat": seat}), by=by)


def write_initiative(
    table: Table,
    *,
    theme: Theme,
    bulletin_day: date | None,
    created_at: datetime,
    organisations: dict[str, Organisation],
    follows: Initiative | None,
    by: User,
) -> Initiative:
    """A draft with all that is attached to it. Its stocks are true on the day of the bulletin."""
    initiative = save_valid(
        Initiative(
            title=table["title"],
            summary=table["summary"].strip(),
            theme=theme,
            follows=follows,
            started_on=table.get("started_on"),
            created_at=created_at,
            created_by=by,
        ),
        by=by,
    )
    for position, part in enumerate(table.get("organisations", ()), start=1):
        _write_participation(initiative, part, position, organisations, by=by)
    _write_places(initiative, table, by=by)
    for position, figure in enumerate(table.get("figures", ()), start=1):
        as_of = bulletin_day if figure["measure"] == Figure.Measure.STOCK else None
        save_valid(Figure(initiative=initiative, position=position, as_of=as_of, **figure), by=by)
    initiative._history_user = by
    initiative.audiences.set([_audience(name) for name in table.get("audiences", ())])
    initiative.contacts.set([_contact(contact, organisations, by=by) for contact in table.get("contacts", ())])
    return initiative


def _write_participation(
    initiative: Initiative, part: Table, position: int, organisations: dict[str, Organisation], *, by: User
) -> None:
    if part["name"] not in organisations:
        raise MissingReference(f"L’organisation « {part['name']} » n’est pas dans la liste.")
    save_valid(
        Participation(
            initiative=initiative,
            organisation=organisations[part["name"]],
            role=part.get("role", Participation.Role.ACTOR),
            detail=part.get("detail", ""),
            position=position,
        ),
        by=by,
    )


def _write_places(initiative: Initiative, table: Table, *, by: User) -> None:
    for key, role in (("communes", Place.Role.ACTS), ("beneficiary_communes", Place.Role.BENEFITS)):
        for insee in table.get(key, ()):
            save_valid(Place(initiative=initiative, commune=add_outside_commune(insee=insee, by=by), role=role), by=by)
    for area in table.get("areas", ()):
        role = area.get("role", Coverage.Role.ACTS)
        save_valid(Coverage(initiative=initiative, area=_area(area), role=role), by=by)


def _area(table: Table) -> Area:
    """An official area by its code, any other by its name: “secteur d’Arras” is never the EPCI of like name."""
    kind = table.get("kind", Area.Kind.CUSTOMARY)
    wanted = {"code": table["code"]} if "code" in table else {"sort_key": sort_key(table["name"])}
    area = Area.objects.filter(kind=kind, **wanted).first()
    if area is None:
        name = table.get("name") or table["code"]
        raise MissingReference(f"Le territoire « {name} » manque : lancez « init_territoire --departement 62 ».")
    return area


def _audience(name: str) -> Audience:
    existing = Audience.objects.filter(name=name).first()
    if existing:
        return existing
    audience = Audience(name=name)
    audience.full_clean(exclude=["slug"])  # the address is made from the name when it is saved
    audience.save()
    return audience


def _contact(table: Table, organisations: dict[str, Organisation], *, by: User) -> Contact:
    """One row per real contact; `of` names the organisation whose own it is."""
    value = normalise_contact(table["kind"], table["value"])
    contact = Contact.objects.filter(kind=table["kind"], value=value).first()
    if contact is None:
        consent = {name: table[name] for name in CONSENT_FIELDS if name in table}
        contact = Contact(kind=table["kind"], value=value, is_personal=table.get("is_personal", False), **consent)
        save_valid(contact, by=by)
    contact = contact.survivor
    if "of" in table:
        owner = organisations[table["of"]]
        owner._history_user = by
        owner.contacts.add(contact)
    return contact
