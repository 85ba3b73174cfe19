"""Adding a chip that the recognisers did not see, and correcting one in its place."""

from __future__ import annotations

from collections.abc import Mapping

from communes.models import Area, Commune
from documents.entering.matching import Directory, match_value
from documents.refusals import DraftRefusal
from documents.review.draft import VALUE_FIELDS, Draft
from documents.review.forms import ROLES, changes_of
from documents.review.typed import value_of
from organisations.models import Organisation
from workshop.writing.chips import Chip

PREFIX = "edit-"
GONE = "Cette fiche n’est plus dans le répertoire\u00a0: choisissez-en une autre."


def added_chip(field: str, typed: str, initiative: Draft, *, span: list[int] | None = None, known: str = "") -> Chip:
    """What the officer typed or selected, as a value of `field`; `known` is the key of the row that was chosen.

    Raises DraftRefusal for what is not of this kind. The other kept values, in `initiative`, tell namesakes apart.
    """
    if field in VALUE_FIELDS and known:
        value = _of_row(field, known) | {"span": span, "confidence": 1.0}
    else:
        value = value_of(field, typed, span=span)
        match_value(field, value, initiative, Directory())
    return Chip(field, value, is_kept=True, by_hand=True)


def corrected_chip(chip: Chip, answers: Mapping[str, str], initiative: Draft) -> Chip:
    """The chip with what the fields `edit-…` say: another row (`edit-known`), another name, another role…"""
    field, value = chip.field, chip.value
    known, name = answers.get(f"{PREFIX}known", ""), " ".join(answers.get(f"{PREFIX}name", "").split())
    if known:
        changed = _of_row(field, known)
    elif field in ("communes", "areas") and name != value["name"]:
        changed = value_of(field, name)
    else:
        changed = changes_of(field, value, answers, PREFIX)
    value = value | changed | {"span": value["span"], "confidence": 1.0}
    if field == "communes" and (role := answers.get(f"{PREFIX}role")) in ROLES:
        value["role"] = role
    if value["match"] is None:
        match_value(field, value, initiative, Directory())
    return Chip(field, value, is_kept=True, by_hand=True)


def _of_row(field: str, key: str) -> Draft:
    """The value that a known row is."""
    if field == "communes":
        row = Commune.objects.filter(pk=key[:5]).first()
        if row is None:
            raise DraftRefusal(GONE)
        return {"insee": row.pk, "name": row.name, "role": "acts", "match": None, "why": ""}
    model = {"organisations": Organisation, "areas": Area}.get(field)
    row = model.objects.filter(pk=int(key)).first() if model and key.isascii() and key.isdecimal() else None
    if row is None:
        raise DraftRefusal(GONE)
    if field == "areas":
        return {"name": row.name, "kind": row.kind, "code": row.code, "match": row.pk, "why": f"territoire « {row} »"}
    return {"name": row.name, "kind": row.kind, "match": row.pk, "why": "fiche connue"}
