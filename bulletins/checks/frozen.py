"""Whether what was published is still what was published."""

from __future__ import annotations

from django.db.models import F, Max

from bulletins.models import Bulletin, Citation, Edition, Series
from bulletins.snapshots import fingerprint


def fingerprints_hold() -> list[str]:
    """Each edition gives its own fingerprint again; those that were occulted have the one of what is left."""
    return [
        f"{edition.bulletin.label}, révision {edition.revision} : le contenu figé ne donne plus son empreinte."
        for edition in Edition.objects.select_related("bulletin").iterator(chunk_size=50)
        if fingerprint(edition.snapshot) != edition.sha256
    ]


def numbers_hold() -> list[str]:
    """What is published or withdrawn has an edition, and no number is beyond the counter of its series."""
    out = Bulletin.objects.exclude(status=Bulletin.Status.DRAFT)
    wrong = [f"{one.label} est paru sans édition figée." for one in out.filter(editions__isnull=True)]
    ahead = Series.objects.annotate(highest=Max("bulletins__number")).filter(highest__gt=F("last_number"))
    wrong += [
        f"La série « {series.name} » compte jusqu’au n° {series.last_number}, mais le n° {series.highest} existe."
        for series in ahead
    ]
    return wrong


def citations_hold() -> list[str]:
    """The directory reads what the current edition says, word for word and in its order."""
    kept: dict[int, list[tuple]] = {}
    rows = Citation.objects.order_by("bulletin", "position")
    for bulletin, *said in rows.values_list("bulletin", "initiative", "heading", "wording", "position"):
        kept.setdefault(bulletin, []).append(tuple(said))
    wrong = []
    for edition in Edition.objects.current().select_related("bulletin").iterator(chunk_size=50):
        entries = [(part, entry) for part in edition.snapshot["sections"] for entry in part["entries"]]
        printed = [
            (entry["id"], part["heading"][:250], entry["wording"], position)
            for position, (part, entry) in enumerate(entries, start=1)
        ]
        if printed != kept.get(edition.bulletin_id, []):
            wrong.append(f"{edition.bulletin.label} : le répertoire ne cite pas ce que dit l’édition.")
    return wrong
