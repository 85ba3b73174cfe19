"""Reading frozen editions. The rows of today may only take something away: what is no longer public is not shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bulletins.snapshots import Snapshot, texts_mapped
from organisations.privacy import hide_contacts, hide_names, hide_passages


@dataclass
class Removed:
    """Ids of the persons and contacts to take out, with what they are called in the texts."""

    persons: dict[int, str] = field(default_factory=dict)
    contacts: dict[int, tuple[str, str]] = field(default_factory=dict)


def entries_of(snapshot: Snapshot) -> list[Snapshot]:
    return [entry for section in snapshot["sections"] for entry in section["entries"]]


def without(snapshot: Snapshot, removed: Removed, passages: Iterable[str] = ()) -> Snapshot:
    """A copy of the snapshot without these persons, contacts and passages, in lists and in texts alike."""
    names, contacts, passages = set(removed.persons.values()), set(removed.contacts.values()), list(passages)
    if not (removed.persons or removed.contacts or passages):
        return snapshot

    def cleaned(text: str) -> str:
        return hide_passages(hide_contacts(hide_names(text, names), contacts), passages)

    copy = _without_rows(snapshot, removed)
    copy["links"] = [link for link in copy["links"] if cleaned(link["url"]) == link["url"]]
    return texts_mapped(copy, cleaned)


def destroy_personal_data(
    snapshot: Snapshot, *, persons: dict[int, str], contacts: dict[int, tuple[str, str]], passages: list[str]
) -> tuple[Snapshot, Removed]:
    """The snapshot to store after an occultation, and what was taken out. Without a choice: all that is personal."""
    removed = Removed(dict(persons), dict(contacts))
    chosen = bool(persons or contacts or passages)
    for entry in entries_of(snapshot):
        for person in entry["persons"]:
            if not chosen or person["id"] in persons:
                removed.persons[person["id"]] = person["name"]
        for contact in entry["contacts"]:
            if (not chosen and contact["is_personal"]) or contact["id"] in contacts:
                removed.contacts[contact["id"]] = (contact["kind"], contact["value"])
    return without(snapshot, removed, passages), removed


def _without_rows(snapshot: Snapshot, removed: Removed) -> Snapshot:
    def kept(entry: Snapshot) -> Snapshot:
        return entry | {
            "persons": [row for row in entry["persons"] if row["id"] not in removed.persons],
            "contacts": [row for row in entry["contacts"] if row["id"] not in removed.contacts],
        }

    sections = [s | {"entries": [kept(entry) for entry in s["entries"]]} for s in snapshot["sections"]]
    return snapshot | {"sections": sections}
