"""The steps of a record, from the stored versions of it: each change of its state, with who, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from backoffice.history import moment, name_of
from backoffice.models import Union


@dataclass(frozen=True)
class Step:
    """“Renvoyée le 3 mai 2020, 10 h 15, Camille Exemple : précisez la commune.”"""

    word: str
    at: datetime
    by: str
    reason: str = ""


def steps_of(
    row: models.Model, *, created: str, words: Mapping[str, str], reasons: Mapping[str, tuple[str, str]]
) -> list[Step]:
    """All steps, oldest first; two queries. `words` names the states that are told, in the gender of the record.

    `reasons` gives, for a state, the field that says why and the word before it (“Motif”). The field is emptied when
    the state is left: its stored version is what tells it.
    """
    first = Step(created, row.created_at, name_of(row.created_by))
    steps: list[tuple[datetime, Step]] = []  # by the moment at which it was written: what a step tells may be older
    last = row._meta.get_field("status").default
    leads_to = None
    for version in row.history.select_related("history_user").order_by("history_date", "history_id"):
        if getattr(version, "merged_into_id", None) != leads_to:
            # United, or separated again: the state that goes with it is no step of its own.
            leads_to, last = version.merged_into_id, version.status
            word = "Séparée de nouveau" if leads_to is None else f"Réunie avec la fiche n°\u00a0{leads_to}"
            steps.append((version.history_date, Step(word, version.history_date, name_of(version.history_user))))
            continue
        if version.status == last:
            continue
        last = version.status
        if last in words:
            field, lead = reasons.get(last, ("", ""))
            why = getattr(version, field) if field else ""
            at = getattr(version, f"{last}_at", None) or version.history_date
            reason = f"{lead}\u00a0: {why}" if why else ""
            # What was entered by a command has no author in its history, but may name one in itself.
            by = version.history_user or getattr(version, f"{last}_by", None)
            steps.append((version.history_date, Step(words[last], at, name_of(by), reason)))
    steps += [(step.at, step) for step in _received(row)]
    return [first, *(step for _, step in sorted(steps, key=lambda pair: pair[0]))]


def _received(row: models.Model) -> list[Step]:
    """The rows that were united with this one, and what was undone of it."""
    steps = []
    for union in Union.objects.of(type(row)).filter(kept=row.pk).select_related("united_by", "undone_by"):
        name = f"la fiche n°\u00a0{union.gone}"
        steps.append(Step(f"A reçu {name}", union.united_at, name_of(union.united_by)))
        if union.undone_at:
            steps.append(Step(f"Séparée de {name}", union.undone_at, name_of(union.undone_by)))
    return steps


def told(steps: Iterable[Step]) -> SafeString:
    """The steps as a list."""
    lines = format_html_join("", "<li>{}</li>", ([_sentence(step)] for step in steps))
    return format_html('<ol class="steps">{}</ol>', lines)


def _sentence(step: Step) -> str:
    who = ", ".join(filter(None, [f"{step.word} le {moment(step.at)}", step.by]))
    return f"{who}. {step.reason}" if step.reason else f"{who}."
