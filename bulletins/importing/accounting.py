"""What became of the document's words: nothing may vanish without the report saying so."""

from __future__ import annotations

import re
from collections import Counter

from bulletins.importing.draft import Draft, initiatives_of, text_at

WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def set_aside(draft: Draft) -> list[Draft]:
    """What the officer did not take: initiatives set aside, and headings and introductions of sections left empty."""
    left = []
    for section in draft["sections"]:
        accepted = [one for one in section["initiatives"] if one["decision"] == "accepted"]
        if not accepted and (section["heading"] or section["intro"]):
            text = "\n\n".join(filter(None, [section["heading"], section["intro"]]))
            left.append({"title": f"Rubrique « {section['heading'] or 'sans intertitre'} »", "text": text})
        left += [
            {"title": one["title"], "text": one["text"]}
            for one in section["initiatives"]
            if one["decision"] == "rejected"
        ]
    return left


def corrected_away(draft: Draft, text: str) -> list[Draft]:
    """Passages of which corrections took words out, with the words and the passage as the document has it."""
    head = draft["bulletin"]
    pieces = [(one["title"], one["spans"], one["text"]) for one in initiatives_of(draft)]
    pieces += [
        (
            f"Rubrique « {section['heading'] or 'sans intertitre'} »",
            section["spans"],
            f"{section['heading']} {section['intro']}",
        )
        for section in draft["sections"]
    ]
    pieces += [
        (name, [part["span"] for part in head["spans"] if part["field"] == field], head[field])
        for field, name in (("intro", "Introduction"), ("closing", "Conclusion"), ("title", "Titre du bulletin"))
    ]
    gone = []
    for title, spans, kept in pieces:
        original = text_at(text, spans)
        missing = Counter(words(original)) - Counter(words(kept))
        if missing:
            gone.append({"title": title, "words": " ".join(missing.elements()), "text": original})
    return gone
