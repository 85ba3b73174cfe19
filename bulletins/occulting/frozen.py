"""Frozen texts without what was chosen."""

from __future__ import annotations

from bulletins.models import Edition
from bulletins.occulting.choice import Choice
from bulletins.reading import entries_of, nameless
from bulletins.snapshots import Snapshot, fingerprint, texts_mapped

ANY_SPECIAL = "hors-serie"  # in the place of an address that told somebody


def initiatives_in(snapshot: Snapshot) -> set[int]:
    return {entry["id"] for entry in entries_of(snapshot)}


def persons_in(snapshot: Snapshot) -> set[int]:
    return {person["id"] for entry in entries_of(snapshot) for person in entry["persons"]}


def destroy_in(edition: Edition, choice: Choice) -> bool:
    """Take the choice out of the edition, not saved yet. False when it holds none of it."""
    snapshot = without(edition.snapshot, choice)
    correction = choice.cleaned(edition.correction) if choice.holds(edition.correction) else edition.correction
    if (snapshot, correction) == (edition.snapshot, edition.correction):
        return False
    edition.snapshot, edition.sha256, edition.correction = snapshot, fingerprint(snapshot), correction
    return True


def without(snapshot: Snapshot, choice: Choice) -> Snapshot:
    """A copy of the snapshot: rows that are the contact or the person go whole, with what machines read of them."""

    def cleaned(text: str) -> str:
        return choice.cleaned(text) if choice.holds(text) else text

    def kept(entry: Snapshot) -> Snapshot:
        follows = entry["follows"]
        return entry | {
            "slug": nameless(entry["slug"], told=choice.told_as(), cleaned=cleaned),
            "follows": follows | {"slug": nameless(follows["slug"], told=choice.told_as(), cleaned=cleaned)}
            if follows
            else None,
            "persons": [
                row for row in entry["persons"] if row["id"] not in choice.persons and not choice.holds(row["name"])
            ],
            "contacts": [
                row for row in entry["contacts"] if not (choice.holds(row["value"]) or choice.holds(row["printed"]))
            ],
        }

    address = nameless(snapshot.get("slug", ""), told=choice.told_as(), cleaned=cleaned, becomes=ANY_SPECIAL)
    copy = snapshot | {
        **({"slug": address} if snapshot.get("slug") else {}),
        "sections": [s | {"entries": [kept(entry) for entry in s["entries"]]} for s in snapshot["sections"]],
        "links": [link for link in snapshot["links"] if not choice.holds(link["url"])],
    }
    # Whoever signs does so in office: a name stays there, chosen words and contacts do not.
    signatory = {name: choice.without_words(text) for name, text in snapshot["signatory"].items()}
    return texts_mapped(copy, cleaned) | {"signatory": signatory}
