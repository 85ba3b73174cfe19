"""What the directory knows already: rows to choose from for a chip, initiatives that the text may carry on."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from backoffice.search import containing_words
from bulletins.models import Citation
from communes.models import Area, Commune
from documents.review.draft import Draft, first_words
from organisations.models import Organisation

MOST_CHOICES = 12
WORDS_OF_THE_DAY = 220  # characters of what a bulletin said
KINDS = {"same": "sans doute la même", "follows": "peut-être la suite"}


def choices(field: str, typed: str) -> list[dict[str, str]]:
    """Rows that `typed` may mean, each with the words that tell it from its namesakes. One query, two for communes."""
    typed = typed.replace("\x00", "").strip()[:120]
    if not typed:
        return []
    if field == "communes":
        rows = Commune.objects.named(typed)[:MOST_CHOICES]
        return [
            {"key": row.pk, "name": row.name, "label": f"{row} — {', '.join(row.postal_codes[:3]) or row.pk}"}
            for row in rows
        ]
    if field == "areas":
        areas = Area.objects.named(typed).order_by("sort_key", "pk")[:MOST_CHOICES]
        return [
            {"key": str(row.pk), "name": row.name, "label": f"{row.name} — {row.get_kind_display()}"} for row in areas
        ]
    if field == "organisations":
        found = containing_words(
            Organisation.objects.filter(merged_into=None), typed, keys=("sort_key", "other_names_key"), columns=()
        ).select_related("seat")[:MOST_CHOICES]
        return [{"key": str(row.pk), "name": row.name, "label": _told_apart(row)} for row in found]
    return []


def known_initiatives(initiative: Draft) -> list[dict[str, Any]]:
    """Those that the matching takes for the same or a sequel, with what bulletins said of each, the newest first.

    One query. Candidates that merely share a place would only be in the way here; the full form finds them by name.
    """
    likely = [one for one in initiative["candidates"] if one["kind"]]
    told: dict[int, list[dict[str, str]]] = {}
    rows = Citation.objects.filter(initiative__in=[one["pk"] for one in likely])
    for citation in rows.select_related("bulletin__series").order_by("-bulletin__published_at", "-pk"):
        told.setdefault(citation.initiative_id, []).append(
            {"bulletin": citation.bulletin.label, "words": first_words(citation.wording, WORDS_OF_THE_DAY)}
        )
    return [
        {
            "pk": one["pk"],
            "choice": str(one["pk"]),
            "title": one["title"],
            "kind": one["kind"],
            "likeness": KINDS[one["kind"]],
            "why": one["why"],
            "url": reverse("admin:initiatives_initiative_change", args=[one["pk"]]),
            "told": told.get(one["pk"], []),
        }
        for one in likely
    ]


def _told_apart(row: Organisation) -> str:
    seat = f", {row.seat}" if row.seat else ""
    return f"{row.name} — {row.get_kind_display()}{seat}"
