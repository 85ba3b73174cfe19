"""The text that an editor signed, as a fingerprint: what comes out at its hour is that text, or nothing."""

from __future__ import annotations

from bulletins.snapshots import Snapshot, fingerprint

# What publication itself writes into the text, and what it makes public with it (the story that another one follows).
SET_BY_PUBLICATION = {"number", "label", "printed_label"}


def signed_text(snapshot: Snapshot, *, asked_number: int | None) -> str:
    """SHA-256 of all that readers will read; `asked_number` is the number that the draft brings itself, if any."""
    sections = [
        section
        | {"entries": [{name: entry[name] for name in entry if name != "follows"} for entry in section["entries"]]}
        for section in snapshot["sections"]
    ]
    kept = {name: value for name, value in snapshot.items() if name not in SET_BY_PUBLICATION}
    return fingerprint(kept | {"sections": sections, "asked_number": asked_number})
