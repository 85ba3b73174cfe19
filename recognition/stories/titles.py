"""A short title for an initiative: the one printed, else who and where, with what is made or done.

Harnes : …                               the printed title
Durand Production (Harnes) : 50 000 litres      actor, commune, main figure
"""

from __future__ import annotations

import re

from recognition.layout.headings import is_title_line
from recognition.normalise import fold, lower
from recognition.proposal import ProposedInitiative, Role

LONGEST = 110
SENTENCE_ENDS = re.compile(r"[.!?…](?:\s|$)")
OBJECTS = (
    "masques",
    "visières",
    "surblouses",
    "blouses",
    "gel hydroalcoolique",
    "solution hydroalcoolique",
    "gel",
    "repas",
    "colis",
    "paniers",
    "courses",
    "ordinateurs",
    "tablettes",
    "concours",
    "viennoiseries",
    "pizzas",
    "livraison",
    "hébergement",
    "logements",
    "écoute",
    "aide aux devoirs",
    "soutien scolaire",
    "appels téléphoniques",
    "dons",
    "collecte",
    "cours en ligne",
    "vidéos",
    "lecture",
    "sport",
    "musique",
    "douches",
)
FOLDED = [(word, re.compile(rf"\b{lower(fold(word)).replace(' ', '[ -]?')}\b")) for word in OBJECTS]


def short_title(initiative: ProposedInitiative, printed: str | None) -> str:
    if printed:
        return clipped(printed.strip(" :–-"))
    actor = best_actor(initiative)
    where = next((c.name for c in initiative.communes if c.role is Role.ACTS), "") or next(
        (a.name for a in initiative.areas), ""
    )
    what = main_object(initiative)
    if actor and where and fold(where).lower() not in fold(actor).lower():
        actor = f"{actor} ({where})"
    head = actor or where
    if head and what:
        return clipped(f"{head} : {what}")
    return clipped(head or first_words(initiative.text))


def title_line_of(text: str) -> str:
    """The first line of a text, when it is short, no mark ends it and a whole sentence stands below; else nothing."""
    first, _, below = text.strip().partition("\n\n")
    return first.strip() if is_title_line(first) and SENTENCE_ENDS.search(below) else ""


def best_actor(initiative: ProposedInitiative) -> str:
    ranked = sorted(initiative.organisations, key=lambda o: (-o.confidence, o.span))
    return ranked[0].name if ranked else (initiative.persons[0].name if initiative.persons else "")


def main_object(initiative: ProposedInitiative) -> str:
    low = lower(fold(initiative.text))
    hits = [(match.start(), word) for word, pattern in FOLDED if (match := pattern.search(low))]
    return min(hits)[1] if hits else ""


def first_words(text: str) -> str:
    return re.split(r"(?<=[.!?;:])\s", text.strip(), maxsplit=1)[0]


def clipped(title: str) -> str:
    title = re.sub(r"\s+", " ", title)
    if len(title) <= LONGEST:
        return title
    return title[: title.rfind(" ", 0, LONGEST)].rstrip(" ,;:") + "…"
