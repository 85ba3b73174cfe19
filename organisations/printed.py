"""Personal contacts that texts print although nobody has recorded the person's agreement."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Q

from organisations.contacts import contact_label, contacts_in
from organisations.models import Contact
from organisations.personal import is_personal
from organisations.privacy import hide_contacts

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Printed:
    """A number or an address that a text prints: as people read it, and its contact where it is a known one."""

    label: str
    contact_id: int | None = None
    is_agreed: bool = False  # the agreement is noted, and the contact is not public all the same

    def sentence(self, what: str) -> str:
        """Why `what` cannot be published, and what to do about it."""
        if self.is_agreed:
            why = "coordonnée d’une personne, non publique : retirez-la du texte, ou rendez le contact public"
        else:
            why = (
                "coordonnée d’une personne sans accord noté : retirez-la du texte, ou notez l’accord sur la fiche "
                "du contact"
            )
        return f"{what} imprime {self.label}, {why}."


def without_consent(
    texts: dict[Key, str], *, persons: dict[Key, Iterable[str]] | None = None, contacts: Iterable[Contact] = ()
) -> dict[Key, list[Printed]]:
    """What each text prints so; texts that print nothing so are left out. At most one query.

    `persons` are named beside a text, `contacts` are known ones that are looked for in every written form.
    """
    found = {key: set(contacts_in(text)) for key, text in texts.items()}
    asked = set().union(*found.values())
    known = {(row.kind, row.value): row for row in contacts}
    if asked - known.keys():
        rows = Contact.objects.filter(reduce(or_, (Q(kind=kind, value__iexact=value) for kind, value in asked)))
        known |= {(row.kind, row.value): row for row in rows}
    by_value = {(kind, value.casefold()): row for (kind, value), row in known.items()}
    lacking: dict[Key, list[Printed]] = {}
    for key, printed in found.items():
        printed |= {one for one in known if one not in printed and hide_contacts(texts[key], [one]) != texts[key]}
        refused = set()
        for kind, value in printed:
            row = by_value.get((kind, value.casefold()))
            if _lacks(row, kind, value, (persons or {}).get(key, ())):
                refused.add(_printed(row, kind, value))
        if refused:
            lacking[key] = sorted(refused, key=lambda one: one.label)
    return lacking


def _printed(row: Contact | None, kind: str, value: str) -> Printed:
    if row is None:
        return Printed(contact_label(kind, value))
    return Printed(row.printed, row.pk, is_agreed=row.has_consent)


def _lacks(row: Contact | None, kind: str, value: str, persons: Iterable[str]) -> bool:
    """A contact that someone has entered is what that person says of it; any other is what it looks like."""
    if row is None:
        return is_personal(kind, value, persons=persons)
    return row.is_personal and not (row.is_public and row.has_consent)
