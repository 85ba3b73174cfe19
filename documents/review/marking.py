"""The document with what became of each stretch: passages with their owner, and the words that became values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from documents.review.draft import VALUE_FIELDS, Draft, initiatives_of
from recognition.blocks import SEPARATOR

HEAD_LABELS = {
    "number": "numéro",
    "title": "titre",
    "date": "date",
    "place": "lieu",
    "signatory": "signataire",
    "function": "fonction",
}
VALUE_LABELS = {
    "organisations": "acteur",
    "persons": "personne",
    "communes": "commune",
    "areas": "territoire",
    "contacts": "contact",
    "figures": "chiffre",
}


@dataclass(frozen=True)
class Span:
    """A stretch and what it became. Of several owners over one letter, the one of highest `rank` shows."""

    start: int
    end: int
    kind: str
    label: str
    target: str
    rank: int = 0
    anchor: str = ""


@dataclass
class Segment:
    """Letters with one mark at most. `start` is their offset in the document's text."""

    start: int
    text: str
    mark: Span | None = None
    anchor: str = ""  # on the first segment of a mark only: an id stands once in a page


@dataclass
class Passage:
    """Paragraphs that became one thing."""

    kind: str
    label: str
    target: str
    anchor: str
    paragraphs: list[list[Segment]] = field(default_factory=list)


def passages_of(draft: Draft, text: str) -> list[Passage]:
    """The whole text, cut where its owner changes. One sweep: the time grows with the text and the number of spans."""
    owners, marks = list(_owners(draft, text)), list(_marks(draft))
    passages: list[Passage] = []
    anchored: set[str] = set()
    for start, end, owner, mark, is_new_paragraph in _stretches(text, owners, marks):
        passage = _passage_for(passages, owner, mark, anchored)
        if is_new_paragraph or not passage.paragraphs:
            passage.paragraphs.append([])
        anchor = ""
        if mark and mark.anchor and mark.anchor not in anchored:
            anchor = mark.anchor
            anchored.add(anchor)
        passage.paragraphs[-1].append(Segment(start, text[start:end], mark, anchor))
    return passages


def _owners(draft: Draft, text: str) -> Iterator[Span]:
    for number, initiative in enumerate(initiatives_of(draft), start=1):
        label = f"Initiative {number}"
        kind = "rejected" if initiative["decision"] == "rejected" else "initiative"
        for start, end in initiative["spans"]:
            yield Span(start, end, kind, label, initiative["id"], 4, f"p-{initiative['id']}")
    for section in draft["sections"]:
        for start, end in section["spans"]:
            is_heading = text[start:end].strip() == section["heading"]
            kind, label = ("heading", "Rubrique") if is_heading else ("lead", "Chapeau")
            yield Span(start, end, kind, label, section["id"], 3, f"p-{section['id']}-{kind}")
    names = {"intro": "Introduction", "closing": "Conclusion"}
    for part in draft["bulletin"]["spans"]:
        if part["field"] in names:
            yield Span(*part["span"], part["field"], names[part["field"]], "bulletin", 2, f"p-{part['field']}")
    for index, passage in enumerate(draft["unplaced"]):
        yield Span(*passage["span"], "unplaced", "Non placé", f"u{index}", 1, f"p-u{index}")


def _marks(draft: Draft) -> Iterator[Span]:
    for initiative in initiatives_of(draft):
        for name in VALUE_FIELDS:
            for index, value in enumerate(initiative[name]):
                if value["span"]:
                    target = f"{initiative['id']}-{name}-{index}"
                    kind = "landmark" if value.get("role") == "landmark" else name
                    label = "repère" if kind == "landmark" else VALUE_LABELS[name]
                    yield Span(*value["span"], kind, label, f"v-{target}", 0, f"m-{target}")
    for part in draft["bulletin"]["spans"]:
        if part["field"] in HEAD_LABELS:
            yield Span(*part["span"], "head", HEAD_LABELS[part["field"]], f"bulletin-{part['field']}")


def _stretches(
    text: str, owners: list[Span], marks: list[Span]
) -> Iterator[tuple[int, int, Span | None, Span | None, bool]]:
    """Stretches within which neither owner, mark nor paragraph changes."""
    breaks = list(_paragraph_breaks(text))
    starts: dict[int, list[Span]] = {}
    for one in [*owners, *marks]:
        starts.setdefault(one.start, []).append(one)
    cuts = sorted(
        {0, len(text)}
        | {offset for pair in breaks for offset in pair}
        | {offset for one in [*owners, *marks] for offset in (one.start, one.end) if 0 <= offset <= len(text)}
    )
    separators = {start for start, _ in breaks}
    active: list[Span] = []
    is_new_paragraph = True
    for start, end in pairwise(cuts):
        active = [one for one in [*active, *starts.get(start, [])] if one.end > start]
        if start in separators:
            is_new_paragraph = True
            continue
        held = [one for one in active if one.rank]
        found = [one for one in active if not one.rank]
        owner = max(held, key=lambda one: one.rank, default=None)
        # “Odile Vasseur” is a person before she is an actor.
        mark = min(found, key=lambda one: (one.end - one.start, one.kind == "organisations"), default=None)
        yield start, end, owner, mark, is_new_paragraph
        is_new_paragraph = False


def _paragraph_breaks(text: str) -> Iterator[tuple[int, int]]:
    at = text.find(SEPARATOR)
    while at >= 0:
        yield at, at + len(SEPARATOR)
        at = text.find(SEPARATOR, at + len(SEPARATOR))


def _passage_for(passages: list[Passage], owner: Span | None, mark: Span | None, anchored: set[str]) -> Passage:
    if owner:
        kind, label, target, anchor = owner.kind, owner.label, owner.target, owner.anchor
    else:
        kind, label, target, anchor = ("head", "En-tête", "bulletin", "") if mark else ("", "", "", "")
    last = passages[-1] if passages else None
    if last and (last.kind, last.target) == (kind, target):
        return last
    if last and not kind:
        return last  # blanks and signs that nothing claims go on with what stands before them
    if anchor in anchored:
        anchor = ""
    anchored.add(anchor)
    passages.append(Passage(kind, label, target, anchor))
    return passages[-1]
