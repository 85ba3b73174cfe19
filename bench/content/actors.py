"""Who acts and how to reach them: a fifth as many organisations as initiatives, and their contacts."""

from __future__ import annotations

import numpy as np

from bench.content.calendar import morning
from bench.content.chance import draw, shares, zipf
from bench.content.files import Tables
from bench.content.reference import Reference
from bench.content.vocabulary import HEADS, KINDS
from french.accents import slug_of, sort_key

ORGANISATION = (
    "id name slug sort_key other_names other_names_key kind is_nameless seat_id description version updated_at"
)
CONTACT = "id kind value label is_public is_personal consent_means consent_note"
NAMELESS = 0.02
REACHED = 0.7  # of the organisations have a contact
HIDDEN = 0.04  # of the contacts
FICTIONAL_NUMBERS = 10_000  # 03 53 01 00 00 to 03 53 01 99 99: kept for fiction by the French regulator


def write_actors(
    tables: Tables, chance: np.random.Generator, names: list[str], *, count: int, reference: Reference
) -> dict[int, int]:
    """Write `count` organisations and their contacts; returns the contact of each organisation that has one."""
    kinds = list(KINDS)
    kind = draw(chance, shares(list(KINDS.values())), count).tolist()
    seat = draw(chance, zipf(len(reference.communes)), count).tolist()
    named, nameless = chance.integers(0, len(names), count).tolist(), (chance.random(count) < NAMELESS).tolist()
    reached, hidden = chance.random(count).tolist(), (chance.random(count) < HIDDEN).tolist()
    organisations, contacts, links, contact_of = [], [], [], {}
    for at in range(count):
        pk = at + 1
        # The number makes the name its own: two organisations of one name, kind and seat are refused.
        name = f"{HEADS[at % len(HEADS)]} {names[named[at]]} {pk}"
        slug = kinds[kind[at]] if kinds[kind[at]] == "particulier" else slug_of(name)
        commune = reference.communes[seat[at]]
        organisations.append(
            (pk, name, slug, sort_key(name), "", "", kinds[kind[at]], nameless[at], commune, "", 1, morning(0))
        )
        if reached[at] < REACHED:
            contact = len(contacts) + 1
            contacts.append((contact, *_reach(contact, names[named[at]]), "", not hidden[at], False, "", ""))
            links.append((contact, pk, contact))
            contact_of[pk] = contact
    tables.write("organisations_organisation", ORGANISATION, organisations)
    tables.write("organisations_contact", CONTACT, contacts)
    tables.write("organisations_organisation_contacts", "id organisation_id contact_id", links)
    return contact_of


def _reach(number: int, name: str) -> tuple[str, str]:
    if number <= FICTIONAL_NUMBERS:
        return "phone", f"+3335301{number - 1:04d}"
    if number % 2:
        return "email", f"contact{number}@{sort_key(name)}.example"
    return "website", f"https://www.{sort_key(name)}-{number}.example/"
