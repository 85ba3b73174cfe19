"""What stands around the text and is no part of it: imprint, distribution list, ways on to other pages.

Directeur de la publication : … – ISSN … – Tirage : 7 800 exemplaires      imprint
Diffusion : mairies, paroisses · Copie : archives · PJ : un plan           distribution
À lire aussi / Marché de Noël : le programme / Mentions légales            elsewhere, at the end of a printed web page

The phrases stand in `recognition/data/edges.csv`, folded and as regular expressions.
"""

from __future__ import annotations

import re

from recognition.layout.marks import VERB
from recognition.layout.views import BlockView
from recognition.vocabulary import rows

ENDS_SENTENCE = re.compile(r"[.!…] ?[»\")]?$")
LONGEST_IMPRINT = 700
LONGEST_OPENED = 400
LONGEST_RECIPIENT = 90


def _phrases(part: str) -> str:
    return "|".join(f"(?:{row['words']})" for row in rows("edges.csv") if row["part"] == part)


# An imprint is a row of short notes, parted by dashes, bars or full stops.
IMPRINT = re.compile(rf"(?:^|[–—|•·;.:] ?| - )(?:{_phrases('imprint')})")
UNDER = {part: re.compile(_phrases(part)) for part in ("editorial", "practical")}
DISTRIBUTION = re.compile(_phrases("distribution"))
ELSEWHERE = re.compile(rf"(?:{_phrases('elsewhere')})[\s:.…>]*")


def is_imprint(view: BlockView) -> bool:
    """Opened by a note of an imprint, or made of two at least: “photos :” within a story is none."""
    if view.is_item or view.is_cell or len(view.low) > LONGEST_IMPRINT:
        return False
    notes = list(IMPRINT.finditer(view.low))
    return len(notes) > 1 or (bool(notes) and notes[0].start() == 0 and len(view.low) < LONGEST_OPENED)


def said_under(heading: str) -> str:
    """“editorial” or “practical” for the title of what the office says itself; else nothing."""
    title = heading.strip(" :.!*-–—")
    return next((part for part, phrases in UNDER.items() if phrases.fullmatch(title)), "")


def without_margins(views: list[BlockView]) -> tuple[list[BlockView], list[BlockView]]:
    """The text, and what stands around it. A label alone (“Destinataires :”) takes the short lines below with it."""
    views, margins = without_ways_on(views)
    kept: list[BlockView] = []
    is_listing = False
    for view in views:
        is_listing = (
            is_listing and len(view.low) < LONGEST_RECIPIENT and not (view.is_sentence or VERB.search(view.low))
        )
        label = DISTRIBUTION.match(view.low) if not view.is_cell else None
        if is_listing or label or is_imprint(view):
            margins.append(view)
            is_listing = is_listing or bool(label and len(view.low) <= label.end() + 1)
        else:
            kept.append(view)
    return kept, margins


def without_ways_on(views: list[BlockView]) -> tuple[list[BlockView], list[BlockView]]:
    """Below “À lire aussi” stand titles of other pages, where nothing but short lines follows to the end."""
    start = len(views)
    for position in range(len(views) - 1, -1, -1):
        view = views[position]
        if ELSEWHERE.fullmatch(view.low) and not view.is_item:
            start = position
        elif not is_imprint(view) and (len(view.low) >= LONGEST_RECIPIENT or ENDS_SENTENCE.search(view.low)):
            break
    return views[:start], views[start:]
