"""The draft of a review: the proposal as plain JSON that an officer corrects (see `corrections`).

Spans are offsets in the document's text. Every word of it stands in the head, in a section, in an initiative or in
`unplaced`: what the recogniser should have left out is put there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from documents.refusals import DraftRefusal
from recognition.calibration import SURE
from recognition.layout.headings import is_title_line, same_title
from recognition.proposal import Passage, Proposal, ProposedInitiative, ProposedSection, ProposedValue
from recognition.stories.titles import title_line_of

Draft = dict[str, Any]

VALUE_FIELDS = ("organisations", "persons", "communes", "areas", "contacts", "figures")
TITLE_LENGTH = 200
UNSURE = 0.6  # of 1: below, the screen says that a value was guessed
SURE_THEME = 0.9  # of 1: below, a theme is a guess that the officer must confirm


def draft_of(proposal: Proposal, text: str) -> Draft:
    """The proposal as a draft: the same content, with an identifier on what can be moved and nothing decided yet."""
    numbers = iter(range(1, 1_000_000))
    bulletin = proposal.bulletin
    head = {
        name: _value(getattr(bulletin, name)) for name in ("number", "title", "date", "place", "signatory", "function")
    }
    draft = {
        "bulletin": {
            **head,
            "title": head["title"] or "",
            "kind": str(bulletin.kind),
            "intro": _joined(bulletin.intro),
            "closing": _joined(bulletin.closing),
            # An e-mail or a phone of nobody is no link: it stays in its passage, under a remark of the recogniser.
            "links": [link.value for link in bulletin.links if str(link.value).startswith("http")],
            "spans": _head_spans(proposal),
        },
        "sections": [_section(section, numbers) for section in proposal.sections],
        "unplaced": [],
        "remarks": [remark.as_dict() for remark in proposal.remarks],
    }
    for passage in proposal.unplaced:
        if field := _told_by_head(draft, passage, text):
            draft["bulletin"]["spans"].append({"field": field, "span": list(passage.span)})
        else:
            draft["unplaced"].append({"text": passage.text, "span": list(passage.span)})
    draft["unplaced"] += [{"text": text[start:end], "span": [start, end]} for start, end in _uncovered(draft, text)]
    draft["unplaced"].sort(key=lambda passage: passage["span"])
    return draft


def initiatives_of(draft: Draft) -> Iterator[Draft]:
    for section in draft["sections"]:
        yield from section["initiatives"]


def find_initiative(draft: Draft, identifier: str) -> Draft:
    for initiative in initiatives_of(draft):
        if initiative["id"] == identifier:
            return initiative
    raise DraftRefusal("Cette initiative n’est plus dans la proposition.")


def find_section(draft: Draft, identifier: str) -> Draft:
    for section in draft["sections"]:
        if section["id"] == identifier:
            return section
    raise DraftRefusal("Cette rubrique n’est plus dans la proposition.")


def section_of(draft: Draft, identifier: str) -> Draft:
    """The section that holds this initiative."""
    initiative = find_initiative(draft, identifier)
    return next(section for section in draft["sections"] if initiative in section["initiatives"])


def doubts(node: Draft) -> list[Draft]:
    """The remarks that ask for a look; mere information does not count."""
    return [remark for remark in node["remarks"] if remark["level"] == "warning"]


def is_theme_settled(section: Draft) -> bool:
    """A theme that the document tells for certain, or that the officer chose; `is_theme_taken`: as it was guessed, by
    whoever accepts archives unread. Reviews of old told no confidence.
    """
    return bool(section["theme"]) and (
        any(section.get(mark) for mark in ("is_theme_chosen", "is_theme_taken"))
        or section.get("theme_confidence", 1.0) >= SURE_THEME
    )


def unsettled_sections(draft: Draft) -> list[Draft]:
    """Sections whose theme is to be chosen or confirmed, as far as they tell something."""
    return [
        section
        for section in draft["sections"]
        if not is_theme_settled(section) and any(one["decision"] != "rejected" for one in section["initiatives"])
    ]


def is_clean(initiative: Draft) -> bool:
    """Nothing to look at twice: still to decide, without a doubt and without a value that was only guessed."""
    return initiative["decision"] == "pending" and not doubtful_fields(initiative)


def doubtful_fields(initiative: Draft) -> set[str]:
    """What an officer must look at: the fields of its doubts and of its guessed values."""
    guessed = {field for field in VALUE_FIELDS if not all(is_sure(field, value) for value in initiative[field])}
    return guessed | {remark["field"] for remark in doubts(initiative)}


def is_sure(field: str, value: Draft) -> bool:
    """Whether a value may be taken without a second look.

    The confidence of actors is a share of right ones that was counted (`recognition.calibration`); that of the other
    fields is an order only, and a match with the directory says more.
    """
    least = SURE if field in ("organisations", "persons") else UNSURE
    return value["confidence"] >= least


def text_at(text: str, spans: Iterable[list[int]]) -> str:
    """The passages as an initiative tells them: a title printed twice in a row is told once."""
    pieces: list[str] = []
    for start, end in spans:
        piece = text[start:end].strip()
        if not (pieces and is_title_line(piece) and same_title(piece, pieces[-1])):
            pieces.append(piece)
    return "\n\n".join(pieces)


def first_words(text: str, length: int = 80) -> str:
    words = " ".join(text.split())
    return words if len(words) <= length else (words[:length].rpartition(" ")[0] or words[:length]) + "…"


def new_initiative(draft: Draft, *, spans: list[list[int]], text: str) -> Draft:
    """An initiative that an officer makes out of a passage: nothing is recognised in it yet."""
    return {
        "id": f"i{_free_number(draft)}",
        "title": title_line_of(text) or first_words(text),
        "text": text,
        "spans": spans,
        **{field: [] for field in VALUE_FIELDS},
        "remarks": [],
        "link": None,
        "candidates": [],
        "decision": "pending",
    }


def new_section(draft: Draft, theme: str) -> Draft:
    return {
        "id": f"s{_free_number(draft)}",
        "heading": "",
        "theme": theme,
        "theme_confidence": 1.0,
        "is_theme_chosen": True,
        "intro": "",
        "spans": [],
        "remarks": [],
        "initiatives": [],
    }


def covered_spans(draft: Draft) -> list[list[int]]:
    """Every stretch of the document that stands somewhere in the draft."""
    return (
        [part["span"] for part in draft["bulletin"]["spans"]]
        + [span for section in draft["sections"] for span in section["spans"]]
        + [span for initiative in initiatives_of(draft) for span in initiative["spans"]]
        + [passage["span"] for passage in draft["unplaced"]]
    )


def _told_by_head(draft: Draft, passage: Passage, text: str) -> str:
    """The field of the head that says all of a line, but for a “le” or a comma: “Arras, le 30 avril 2020”."""
    start, end = passage.span
    held = [part for part in draft["bulletin"]["spans"] if start <= part["span"][0] and part["span"][1] <= end]
    left = text[start:end]
    for part in held:
        left = left.replace(text[slice(*part["span"])], " ")
    return held[0]["field"] if held and not re.search(r"\w{3,}", left) else ""


def _uncovered(draft: Draft, text: str) -> Iterator[tuple[int, int]]:
    """The stretches with at least one letter or digit that no span covers, each cut at paragraphs."""
    at = 0
    for start, end in [*sorted(covered_spans(draft)), [len(text), len(text)]]:
        yield from _paragraphs(text, at, start)
        at = max(at, end)


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        found = text.find("\n\n", start, end)
        stop = end if found < 0 else found
        if any(character.isalnum() for character in text[start:stop]):
            yield start, stop
        start = stop + 2


def _section(section: ProposedSection, numbers: Iterator[int]) -> Draft:
    heading = section.heading
    return {
        "id": f"s{next(numbers)}",
        "heading": str(heading.value) if heading else "",
        "printed": str(heading.value) if heading else "",
        "theme": str(section.theme.value) if section.theme else "",
        "theme_confidence": section.theme.confidence if section.theme else 0.0,
        "is_theme_chosen": False,
        "intro": _joined(section.intro),
        "spans": [list(passage.span) for passage in section.intro]
        + ([list(heading.span)] if heading and heading.span else []),
        "remarks": [remark.as_dict() for remark in section.remarks],
        "initiatives": [_initiative(initiative, numbers) for initiative in section.initiatives],
    }


def _initiative(initiative: ProposedInitiative, numbers: Iterator[int]) -> Draft:
    return {
        "id": f"i{next(numbers)}",
        "title": initiative.title[:TITLE_LENGTH] or first_words(initiative.text),
        "text": initiative.text,
        "spans": [list(passage.span) for passage in initiative.passages] or [list(initiative.span)],
        "organisations": [_found(o, name=o.name, kind=o.kind) for o in initiative.organisations],
        "persons": [_found(p, name=p.name, capacity=p.role) for p in initiative.persons],
        "communes": [_found(c, insee=c.insee, name=c.name, role=str(c.role)) for c in initiative.communes],
        "areas": [_found(a, name=a.name, kind=a.kind, code=a.code) for a in initiative.areas],
        "contacts": [_found(c, kind=c.kind, value=c.value, label=c.label) for c in initiative.contacts],
        "figures": [
            _found(f, item=f.item, amount=f.amount, unit=f.unit, period=f.period, approximate=f.approximate)
            for f in initiative.figures
        ],
        "remarks": [remark.as_dict() for remark in initiative.remarks],
        "link": None,
        "candidates": [],
        "decision": "pending",
    }


def _found(value: Any, /, **fields: Any) -> Draft:
    """A value with its place; `match` is the row of the directory that it is taken for, and `why` says so."""
    return {**fields, "span": list(value.span), "confidence": value.confidence, "match": None, "why": ""}


def _head_spans(proposal: Proposal) -> list[Draft]:
    """Where the head, the introduction and the closing stand, each with the field that it became."""
    bulletin = proposal.bulletin
    spans = [
        {"field": name, "span": list(value.span)}
        for name in ("number", "title", "date", "place", "signatory", "function")
        if (value := getattr(bulletin, name)) and value.span
    ]
    for name in ("intro", "closing"):
        spans += [{"field": name, "span": list(passage.span)} for passage in getattr(bulletin, name)]
    return spans


def _value(value: ProposedValue | None) -> str | int | None:
    if value is None:
        return None
    return value.value.isoformat() if isinstance(value.value, date) else value.value


def _joined(passages: list) -> str:
    return "\n\n".join(passage.text for passage in passages)


def _free_number(draft: Draft) -> int:
    taken = [int(node["id"][1:]) for node in [*draft["sections"], *initiatives_of(draft)]]
    return max(taken, default=0) + 1
