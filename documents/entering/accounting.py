"""What became of the document's words: nothing may vanish without the report saying so."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from documents.entering.nameless import names_nobody
from documents.review.draft import Draft, initiatives_of, text_at
from french.wording import number
from initiatives.models import Initiative
from organisations.contacts import contact_label

WORD = re.compile(r"\w+")


def unwritten(value: Draft, known: Initiative) -> list[str]:
    """What a passage says of an initiative that is kept as it is, and that its record does not hold yet."""
    actors = {row.pk for row in known.organisations.all()}
    places = {place.commune_id for place in known.places.all()}
    contacts = {(row.kind, row.value) for row in known.contacts.all()}
    figures = {(figure.amount, figure.unit) for figure in known.figures.all()}
    left = [
        f"acteur : {one['name']}"
        for one in value["organisations"]
        if one["match"] not in actors and not names_nobody(one, value)  # “des bénévoles” stand in the text of the day
    ]
    left += [
        f"commune : {one['name']}"
        for one in value["communes"]
        if one["role"] != "landmark" and one["insee"] not in places
    ]
    left += [
        f"contact : {contact_label(one['kind'], one['value'])}"
        for one in value["contacts"]
        if (one["kind"], one["value"]) not in contacts
    ]
    left += [
        f"chiffre : {number(Decimal(str(one['amount'])))} {one['unit']}"
        for one in value["figures"]
        if (one["amount"], one["unit"]) not in figures
    ]
    return left


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
