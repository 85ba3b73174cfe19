"""Chips: the values beside the text, as the page shows them and as it sends them back.

A chip carries its value whole, in JSON. What comes back may have been written by anybody: it is read kind by kind, and
what is not of its kind is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from communes.models import Area, Commune
from documents.refusals import DraftRefusal
from documents.review.corrections import identity_of
from documents.review.draft import VALUE_FIELDS, Draft, is_sure
from documents.review.forms import PERIODS, ROLES
from documents.review.marking import VALUE_LABELS
from documents.review.screen import printed
from documents.review.typed import LENGTHS, checked_contact, find_commune
from organisations.contacts import contacts_in
from organisations.models import COORDINATE_IN_CAPACITY, Organisation

MOST = 200  # chips of one initiative; the longest of the real bulletins has forty
UNREADABLE = "Un repère n’a pas pu être lu\u00a0: rien n’a été enregistré. Relisez les repères, puis recommencez."
PAGES = {
    "organisations": "admin:organisations_organisation_change",
    "persons": "admin:organisations_person_change",
    "contacts": "admin:organisations_contact_change",
    "areas": "admin:communes_area_change",
}


@dataclass
class Chip:
    """One value with what becomes of it. `by_hand`: the officer added or corrected it."""

    field: str
    value: Draft
    is_kept: bool
    by_hand: bool = False

    @property
    def is_sure(self) -> bool:
        return is_sure(self.field, self.value)

    @property
    def key(self) -> str:
        """The same for the same thing, whenever the text is understood again."""
        identity = [self.field, *identity_of(self.field, self.value), self.value.get("role", "")]
        return json.dumps(identity, ensure_ascii=False)

    def as_sent(self) -> str:
        return json.dumps(
            {"field": self.field, "by_hand": self.by_hand, "value": self.value}, ensure_ascii=False, sort_keys=True
        )


def chips_of(initiative: Draft) -> list[Chip]:
    """Those of what was understood: what is sure is kept unless refused, what is doubtful only when accepted."""
    return [Chip(field, value, is_kept=is_sure(field, value)) for field in VALUE_FIELDS for value in initiative[field]]


def shown(chip: Chip, initiative: Draft) -> dict[str, Any]:
    """A chip in words: `words` as printed, `label` as it will be written, what it is, what it is known as."""
    value = chip.value
    names = [person["name"] for person in initiative["persons"]]
    told = printed(chip.field, value, initiative, names)
    span = value["span"]
    page = PAGES.get(chip.field)
    is_known = chip.field == "communes" or value["match"] is not None
    return {
        "field": chip.field,
        "kind": VALUE_LABELS[chip.field],
        "label": told["words"],
        "note": told["note"],
        "why": told["why"],
        "words": initiative["text"][slice(*span)] if span else "",
        "span": span,
        "confidence": value["confidence"],
        "is_sure": chip.is_sure,
        "is_kept": chip.is_kept,
        "by_hand": chip.by_hand,
        "known": (value.get("insee") or value["match"]) if is_known else "nouveau",
        "url": reverse(page, args=[value["match"]]) if page and value["match"] else "",
        "key": chip.key,
        "value": value,
        "sent": chip.as_sent(),
    }


def read_chips(sent: list[str], kept: set[str], text: str) -> list[Chip]:
    """The chips of a form: `sent` are all of them, `kept` the places (“0”, “1”…) of those that stay."""
    if len(sent) > MOST:
        raise DraftRefusal(f"C’est trop pour une initiative\u00a0: {MOST} repères au plus.")
    return [_read(one, str(place) in kept, text) for place, one in enumerate(sent)]


def _read(sent: str, is_kept: bool, text: str) -> Chip:
    try:
        message = json.loads(sent)
        field, given = message["field"], message["value"]
        value = READERS[field](given)
        value |= {"span": _span(given["span"], text), "confidence": _share(given["confidence"])}
        value |= {"match": _key(given["match"]), "why": _words(given["why"], 300, empty=True)}
        return Chip(field, value, is_kept, message["by_hand"] is True)
    except DraftRefusal:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise DraftRefusal(UNREADABLE) from None


def _organisation(given: Draft) -> Draft:
    value = {
        "name": _words(given["name"], LENGTHS["organisations"]),
        "kind": _one_of(given["kind"], Organisation.Kind.values),
    }
    return value | ({"is_anonymous": True} if given.get("is_anonymous") is True else {})


def _person(given: Draft) -> Draft:
    name, capacity = _words(given["name"], LENGTHS["persons"]), _words(given["capacity"], 160, empty=True)
    if contacts_in(capacity):
        raise DraftRefusal(f"«\u00a0{name}\u00a0»\u00a0: {COORDINATE_IN_CAPACITY}")
    return {"name": name, "capacity": capacity}


def _commune(given: Draft) -> Draft:
    code = _words(given["insee"], 5)
    known = Commune.objects.filter(pk=code).values_list("pk", "name").first()
    insee, name = known or find_commune(code)
    return {"insee": insee, "name": name, "role": _one_of(given["role"], ROLES)}


def _area(given: Draft) -> Draft:
    return {
        "name": _words(given["name"], LENGTHS["areas"]),
        "kind": _one_of(given["kind"], Area.Kind.values),
        "code": _words(given["code"], 9, empty=True),
    }


def _contact(given: Draft) -> Draft:
    return checked_contact(_words(given["kind"], 20), _words(given["value"], LENGTHS["contacts"]))


def _figure(given: Draft) -> Draft:
    amount = given["amount"]
    if type(amount) not in (int, float) or not 0 < amount < 1_000_000_000:
        raise ValueError
    return {
        "item": _words(given["item"], 120, empty=True),
        "amount": round(amount, 2),
        "unit": _words(given["unit"], 40),
        "period": _one_of(given["period"], PERIODS),
        "approximate": given["approximate"] is True,
    }


READERS = {
    "organisations": _organisation,
    "persons": _person,
    "communes": _commune,
    "areas": _area,
    "contacts": _contact,
    "figures": _figure,
}


def _words(given: Any, most: int, *, empty: bool = False) -> str:
    text = " ".join(given.split())
    if "\x00" in text or len(text) > most or not (text or empty):
        raise ValueError
    return text


def _one_of(given: Any, known: Any) -> str:
    if given not in known:
        raise ValueError
    return given


def _key(given: Any) -> int | None:
    if given is not None and not (type(given) is int and 0 < given < 2**63):
        raise ValueError
    return given


def _share(given: Any) -> float:
    if type(given) not in (int, float) or not 0 <= given <= 1:
        raise ValueError
    return given


def _span(given: Any, text: str) -> list[int] | None:
    """Where the words stood when the chip was made; None once the text is shorter than that."""
    if given is None:
        return None
    start, end = given
    if not (type(start) is int and type(end) is int):
        raise TypeError
    return [start, end] if 0 <= start < end <= len(text) else None
