"""Personal contacts that texts print although nobody has recorded the person's agreement."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Q

from organisations.contacts import contact_label, contacts_in
from organisations.models import Contact
from organisations.personal import is_personal
from organisations.privacy import hide_contacts

Key = TypeVar("Key", bound=Hashable)

NO_CONSENT = "coordonnée d’une personne sans accord noté"
WHAT_TO_DO = "retirez-la du texte, ou notez l’accord sur la fiche du contact"


def without_consent(
    texts: dict[Key, str], *, persons: dict[Key, Iterable[str]] | None = None, contacts: Iterable[Contact] = ()
) -> dict[Key, list[str]]:
    """What each text prints so, as people read it; texts that print nothing so are left out. At most one query.

    `persons` are named beside a text, `contacts` are known ones that are looked for in every written form.
    """
    found = {key: set(contacts_in(text)) for key, text in texts.items()}
    asked = set().union(*found.values())
    known = {(row.kind, row.value): row for row in contacts}
    if asked - known.keys():
        rows = Contact.objects.filter(reduce(or_, (Q(kind=kind, value__iexact=value) for kind, value in asked)))
        known |= {(row.kind, row.value): row for row in rows}
    by_value = {(kind, value.casefold()): row for (kind, value), row in known.items()}
    lacking: dict[Key, list[str]] = {}
    for key, printed in found.items():
        printed |= {one for one in known if one not in printed and hide_contacts(texts[key], [one]) != texts[key]}
        labels = set()
        for kind, value in printed:
            row = by_value.get((kind, value.casefold()))
            if _lacks(row, kind, value, (persons or {}).get(key, ())):
                labels.add(contact_label(kind, row.value if row else value))
        if labels:
            lacking[key] = sorted(labels)
    return lacking


def _lacks(row: Contact | None, kind: str, value: str, persons: Iterable[str]) -> bool:
    """A contact that someone has entered is what that person says of it; any other is what it looks like."""
    if row is None:
        return is_personal(kind, value, persons=persons)
    return row.is_personal and not (row.is_public and row.has_consent)
