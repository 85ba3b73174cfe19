"""Figures and contacts of an edition as tables: for the press kit’s page and its files."""

from __future__ import annotations

from dataclasses import dataclass

from bulletins.presenting import Issue
from bulletins.reading import entries_of
from organisations.contacts import ContactKind

FIGURE_HEADER = ["Initiative", "Lieu", "Chiffre"]
CONTACT_HEADER = ["Initiative", "Qui", "Nature", "Contact", "Précision"]


@dataclass(frozen=True)
class Told:
    """One figure or contact beside the initiative that it belongs to; `anchor` is that of the bulletin’s page."""

    initiative: str
    anchor: str
    where: str
    text: str
    kind: str = ""
    url: str = ""
    note: str = ""


def figures_of(issue: Issue) -> list[Told]:
    return [
        Told(entry["title"], entry["anchor"], ", ".join(place["name"] for place in entry["places"]), phrase)
        for entry in entries_of(issue.content)
        for phrase in entry["figures"]
    ]


def contacts_of(issue: Issue) -> list[Told]:
    return [
        Told(
            entry["title"],
            entry["anchor"],
            ", ".join(row["name"] for row in entry["organisations"]),
            contact["printed"],
            kind=ContactKind(contact["kind"]).label,
            url=contact["url"],
            note=contact["label"],
        )
        for entry in entries_of(issue.content)
        for contact in entry["contacts"]
    ]


def figure_rows(issue: Issue) -> list[list[str]]:
    return [[told.initiative, told.where, told.text] for told in figures_of(issue)]


def contact_rows(issue: Issue) -> list[list[str]]:
    return [[told.initiative, told.where, told.kind, told.text, told.note] for told in contacts_of(issue)]
