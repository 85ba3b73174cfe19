"""What became of the document's words: nothing may vanish without the report saying so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import groupby

from documents.entering.nameless import names_nobody
from documents.review.draft import Draft, initiatives_of, text_at
from french.wording import number
from initiatives.models import Initiative
from organisations.contacts import contact_label
from recognition.blocks import SEPARATOR

WORD = re.compile(r"\w+")


def unwritten(value: Draft, known: Initiative) -> list[str]:
    """What a passage says of an initiative that is kept as it is, and that its record does not hold yet."""
    actors = {row.pk for row in known.organisations.all()}
    places = {place.commune_id for place in known.places.all()}
    contacts = {(row.kind, row.value) for row in known.contacts.all()}
    figures = {(figure.amount, figure.unit) for figure in known.figures.all()}
    left = [
        f"acteur : {one['name']}"
        for one in value["organisations"]
        if one["match"] not in actors and not names_nobody(one, value)  # “des bénévoles” stand in the text of the day
    ]
    left += [
        f"commune : {one['name']}"
        for one in value["communes"]
        if one["role"] != "landmark" and one["insee"] not in places
    ]
    left += [
        f"contact : {contact_label(one['kind'], one['value'])}"
        for one in value["contacts"]
        if (one["kind"], one["value"]) not in contacts
    ]
    left += [
        f"chiffre : {number(Decimal(str(one['amount'])))} {one['unit']}"
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
            left.append({"title": f"Rubrique « {section['heading'] or 'sans intertitre'} »", "text": text})
        left += [
            {"title": one["title"], "text": one["text"]}
            for one in section["initiatives"]
            if one["decision"] == "rejected"
        ]
    return left


def corrected_away(draft: Draft, text: str) -> list[Draft]:
    """Passages of which corrections took words out: the stretches as printed, and the whole as the document has it."""
    head = draft["bulletin"]
    pieces = [(one["title"], one["spans"], one["text"]) for one in initiatives_of(draft)]
    pieces += [
        (
            f"Rubrique « {section['heading'] or 'sans intertitre'} »",
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
        if title in original.split(SEPARATOR):
            kept = f"{title}\n{kept}"  # a line of the document that stands above the text now
        if stretches := taken_out(original, kept):
            quoted = " · ".join(f"«\u00a0{stretch}\u00a0»" for stretch in stretches)
            gone.append({"title": title, "words": quoted, "text": original})
    return gone


def taken_out(original: str, kept: str) -> list[str]:
    """The stretches of `original` that `kept` has not, as they are written; words that only moved are not gone."""
    missing = Counter(words(original)) - Counter(words(kept))
    if not missing:
        return []
    printed = list(WORD.finditer(original))
    changes = SequenceMatcher(None, words(original), words(kept), autojunk=False).get_opcodes()
    lost = []
    for kind, start, end, _, _ in changes:
        for index in range(start, end) if kind in ("delete", "replace") else ():
            word = printed[index][0].lower()
            if missing[word] > 0:
                missing[word] -= 1
                lost.append(index)
    return [original[printed[run[0]].start() : printed[run[-1]].end()] for run in _runs(lost)]


def _runs(indices: list[int]) -> Iterator[list[int]]:
    """Neighbours together: 3, 4, 5, 9 gives 3 to 5, and 9."""
    for _, run in groupby(enumerate(indices), key=lambda pair: pair[1] - pair[0]):
        yield [index for _, index in run]
