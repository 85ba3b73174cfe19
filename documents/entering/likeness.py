"""Initiatives of the directory that a passage may tell again or carry on."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet
from rapidfuzz import fuzz

from documents.entering.nameless import names_nobody
from documents.entering.privacy import PRIVATE
from documents.review.draft import Draft
from french.accents import sort_key
from french.wording import number
from initiatives.models import Figure, Initiative

SAME = 82  # of 100, of titles or of texts
ALONE = 90  # without an organisation in common
SAME_DAY = 50
CARRIES_ON = 62
MOST_CANDIDATES = 4
# “masques”, “dons” and the like stand in most titles of a crisis: alone they make nothing alike.
ORDINARY_TITLE_WORDS = {"ville", "commune", "collectif", "association", "de", "du", "des", "la", "le", "les", "l", "d"}


def initiatives_like(initiative: Draft, *, day: str | None) -> list[Draft]:
    """At most four candidates, likeliest first. `kind` is what is proposed: “same”, “follows” or nothing.

    `day` is the document's date: what an organisation did on that very day is not its own sequel.
    """
    found = []
    for known in _around(initiative):
        score, why = _likeness(initiative, known, day)
        kind = "same" if score >= SAME else "follows" if score >= CARRIES_ON else ""
        found.append({"pk": known.pk, "title": known.title, "kind": kind, "why": why, "score": score})
    found.sort(key=lambda one: -one["score"])
    return found[:MOST_CANDIDATES]


def _around(initiative: Draft) -> QuerySet[Initiative]:
    """Of the same organisation, or of the same commune: fifty of the newest."""
    organisations = _known(initiative)
    places = _acting_in(initiative)
    return (
        Initiative.objects.filter(Q(organisations__in=organisations) | Q(communes__in=places), merged_into=None)
        .defer("search_vector")
        .prefetch_related("organisations", "places", "figures")
        .distinct()
        .order_by(F("started_on").desc(nulls_last=True), "-pk")[:50]
    )


def _likeness(initiative: Draft, known: Initiative, day: str | None) -> tuple[float, str]:
    """Of 100, with the reason in words. Without an organisation in common, only nearly the same text counts."""
    shared = _known(initiative) & {row.pk for row in known.organisations.all()}
    where = _acting_in(initiative) & {place.commune_id for place in known.places.all()}
    common = "même organisation" if shared else "même commune"
    texts = fuzz.token_set_ratio(sort_key(initiative["text"]), sort_key(known.summary))
    titles = fuzz.token_sort_ratio(_telling(initiative["title"]), _telling(known.title))
    likest = max(texts, titles)
    done = [figure for figure in known.figures.all() if figure.measure == Figure.Measure.STOCK]
    told = [figure for figure in initiative["figures"] if figure["period"] == "total"]
    for figure in done:
        if (shared or where) and any(figure.amount == one["amount"] and figure.unit == one["unit"] for one in told):
            return max(SAME, likest), f"{common}, même chiffre ({number(figure.amount)} {figure.unit})"
    if not shared:
        return (texts, f"récit presque identique ({texts:.0f}\u00a0%)") if texts >= ALONE else (0, "même commune")
    if day and known.started_on and known.started_on.isoformat() == day and likest >= SAME_DAY:
        return max(SAME, likest), f"même organisation, même jour, récit proche ({likest:.0f}\u00a0%)"
    units = {figure.unit for figure in done} & {one["unit"] for one in told}
    if units and likest < CARRIES_ON:
        return CARRIES_ON, f"même organisation, qui compte aussi des {min(units)}"
    return likest, f"même organisation, récit proche ({likest:.0f}\u00a0%)"


def _known(initiative: Draft) -> set[int]:
    """Keys of the known organisations; “Particulier de Calais” or “Bénévoles” may be anybody and join nothing."""
    return {
        one["match"]
        for one in initiative["organisations"]
        if one["match"] and one["kind"] != PRIVATE and not names_nobody(one, initiative)
    }


def _acting_in(initiative: Draft) -> set[str]:
    return {commune["insee"] for commune in initiative["communes"] if commune["role"] != "landmark"}


def _telling(title: str) -> str:
    return " ".join(word for word in sort_key(title).split() if word not in ORDINARY_TITLE_WORDS)
