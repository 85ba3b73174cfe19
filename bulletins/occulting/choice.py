"""What is to be destroyed, and how a text reads without it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from organisations.appearances import Needle, needle_of_contact, needle_of_name, needle_of_words
from organisations.contacts import HOSTS, ContactKind, contact_label, contacts_in, normalise_contact
from organisations.models import Contact, Person
from organisations.privacy import hide_contacts, hide_families, hide_names, hide_passages

PREFIX = re.compile(r"^(?:tel|mailto):\s*", re.IGNORECASE)
NUMBER = re.compile(r"[+\d][\d\s.()/\u00a0\u202f\u2011-]{2,}")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


Owner = tuple[str, int]  # a record that texts belong to: “initiatives.initiative” and its key


@dataclass(frozen=True)
class Choice:
    """Persons by key, contacts as (kind, stored value), and exact words. A contact goes wherever it stands; words and
    names go from the bulletin and its initiatives, and from all others only when `is_everywhere`.

    What a person decided of single records: those `spared` name a namesake, and keep the name; in those of `families`
    the family name alone is the person's too.
    """

    persons: dict[int, str]
    contacts: frozenset[tuple[str, str]]
    passages: tuple[str, ...]
    is_everywhere: bool = False
    spared: frozenset[Owner] = frozenset()
    families: frozenset[Owner] = frozenset()
    with_families: bool = False

    def __bool__(self) -> bool:
        return bool(self.persons or self.contacts or self.passages)

    def narrowed(self, *, is_here: bool, persons: Iterable[int] = (), owner: Owner | None = None) -> Choice:
        """What applies to one text: `is_here` when it belongs to the bulletin, `persons` are those it may name,
        `owner` is the record it belongs to."""
        named = {pk: name for pk, name in self.persons.items() if is_here or self.is_everywhere or pk in set(persons)}
        if owner in self.spared:
            named = {}
        passages = self.passages if is_here or self.is_everywhere else ()
        return Choice(named, self.contacts, passages, with_families=self.with_families or owner in self.families)

    def one_by_one(self) -> list[Choice]:
        """Each person, contact and passage as a choice of its own."""
        return [
            *(Choice({pk: name}, frozenset(), (), self.is_everywhere) for pk, name in self.persons.items()),
            *(Choice({}, frozenset([contact]), ()) for contact in sorted(self.contacts)),
            *(Choice({}, frozenset(), (passage,), self.is_everywhere) for passage in self.passages),
        ]

    def without_words(self, text: str) -> str:
        """The text without the passages and contacts; passages first, for they may quote a contact."""
        return hide_contacts(hide_passages(text, self.passages), self.contacts)

    def cleaned(self, text: str) -> str:
        text = hide_names(self.without_words(text), self.persons.values())
        return hide_families(text, self.persons.values()) if self.with_families else text

    def holds(self, text: str) -> bool:
        """Does the text say any of it?"""
        text = unicodedata.normalize("NFC", text)
        return self.cleaned(text) != text

    def needles(self) -> list[Needle]:
        """What a text that says any of it must hold: coarser than `holds`, and a question to a database."""
        return [
            *map(needle_of_name, self.persons.values()),
            *(needle_of_contact(*contact) for contact in sorted(self.contacts)),
            *map(needle_of_words, self.passages),
        ]

    def told_as(self) -> list[str]:
        """All of it as people read it."""
        return [*self.persons.values(), *self.passages, *(contact_label(*contact) for contact in self.contacts)]


def choice_of(
    *, persons: Iterable[Person], contacts: Iterable[Contact], passages: Iterable[str], is_everywhere: bool
) -> Choice:
    """A passage that is a number or an address is that contact, in all its written forms; one that quotes it too."""
    known = {(contact.kind, contact.value) for contact in contacts}
    words = []
    for passage in filter(None, (" ".join(passage.split()) for passage in passages)):
        if contact := _as_contact(passage):
            known.add(contact)
            continue
        known |= set(contacts_in(passage))
        words.append(passage)
    return Choice({person.pk: person.name for person in persons}, frozenset(known), tuple(words), is_everywhere)


def _as_contact(passage: str) -> tuple[str, str] | None:
    """The contact that the passage is as a whole."""
    bare = PREFIX.sub("", passage).strip(" .,;:")
    if NUMBER.fullmatch(bare):
        kind = ContactKind.PHONE
    elif ADDRESS.fullmatch(bare):
        hosts = ((kind, host) for kind, known in HOSTS.items() for host in known)
        kind = next((kind for kind, host in hosts if host in bare.lower()), ContactKind.WEBSITE)
    elif "@" in bare and " " not in bare:
        kind = ContactKind.EMAIL
    else:
        return None
    try:
        return str(kind), normalise_contact(kind, bare)
    except ValidationError:
        return None
