"""What a typed text says: the values that an import would find in it, each with its place in the text as typed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from documents.entering.gazetteers import installed_gazetteer
from documents.entering.matching import match_draft
from documents.readers import standing
from documents.readers.errors import Empty, ReadingRefused
from documents.refusals import DraftRefusal
from documents.review.corrections import TEXT_LENGTH
from documents.review.draft import VALUE_FIELDS, Draft, draft_of, initiatives_of
from french.wording import number
from workshop.writing.aligning import Alignment

PASTED = "texte collé.txt"
TOO_LONG = (
    f"Ce texte est trop long pour une seule initiative\u00a0: {number(TEXT_LENGTH)} signes au plus. Pour un bulletin "
    "entier, passez par «\u00a0Importer un document\u00a0»\u00a0: chaque initiative y sera reconnue."
)
NUL = "Ce texte contient un caractère interdit (nul)\u00a0: collez-le de nouveau en texte simple."
NOT_UNDERSTOOD = (
    "Ce texte n’a pas pu être compris\u00a0: il demandait trop de temps ou de mémoire. Rien n’est perdu\u00a0: "
    "ajoutez les repères à la main, ou enregistrez tel quel."
)


@dataclass
class Understanding:
    """An initiative in the form of a draft, of which nothing is decided. `day` is printed in the text."""

    initiative: Draft
    theme: str = ""
    day: str | None = None
    remarks: list[str] = field(default_factory=list)


def prepare() -> None:
    """Have a process stand by, so that the first text is understood as quickly as the others."""
    with suppress(OSError):  # no process is left to have: the page works without, and the text will be told of it
        standing.prepare(installed_gazetteer())


def checked_text(typed: str) -> str:
    """The text with the line ends of this system. Raises DraftRefusal for one that no initiative can hold."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        raise DraftRefusal(NUL)
    if len(text) > TEXT_LENGTH:
        raise DraftRefusal(TOO_LONG)
    return text


def understand(text: str, *, day: str | None = None) -> Understanding:
    """Recognised and matched as in an import; `text` is checked. `day` (ISO) is that of the bulletin that tells it.

    A text that cannot be recognised gives no value, and a remark that says so.
    """
    found = Understanding(blank_initiative(text))
    try:
        document, proposal = standing.understand(text.encode(), PASTED, installed_gazetteer())
    except Empty:
        return found
    except ReadingRefused:
        found.remarks = [NOT_UNDERSTOOD]
        return found
    draft = draft_of(proposal, document.text)
    found.day = draft["bulletin"]["date"]
    draft["bulletin"]["date"] = day or found.day
    match_draft(draft)
    initiative = next(initiatives_of(draft), None)
    if initiative is None:
        return found
    alignment = Alignment(document.text, text)
    for name in VALUE_FIELDS:
        for value in initiative[name]:
            value["span"] = alignment.span(value["span"])
    found.initiative = initiative | {"text": text}
    found.theme = draft["sections"][0]["theme"]
    found.remarks = [remark["message"] for remark in initiative["remarks"] if remark["field"] != "link"]
    return found


def blank_initiative(text: str, **values: Any) -> Draft:
    """An initiative of which nothing is known yet, in the form that matching and writing take."""
    return {
        "id": "i1",
        "title": "",
        "text": text,
        "spans": [],
        **{name: [] for name in VALUE_FIELDS},
        "remarks": [],
        "link": None,
        "candidates": [],
        "decision": "accepted",
        **values,
    }
