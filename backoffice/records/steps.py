"""The steps of a record, from the stored versions of it: each change of its state, with who, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from backoffice.history import moment, name_of


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
    """All steps, oldest first; one query. `words` names the states that are told, in the gender of the record.

    `reasons` gives, for a state, the field that says why and the word before it (“Motif”). The field is emptied when
    the state is left: its stored version is what tells it.
    """
    steps = [Step(created, row.created_at, name_of(row.created_by))]
    last = row._meta.get_field("status").default
    for version in row.history.select_related("history_user").order_by("history_date", "history_id"):
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
            steps.append(Step(words[last], at, name_of(by), reason))
    return steps


def told(steps: Iterable[Step]) -> SafeString:
    """The steps as a list."""
    lines = format_html_join("", "<li>{}</li>", ([_sentence(step)] for step in steps))
    return format_html('<ol class="steps">{}</ol>', lines)


def _sentence(step: Step) -> str:
    who = ", ".join(filter(None, [f"{step.word} le {moment(step.at)}", step.by]))
    return f"{who}. {step.reason}" if step.reason else f"{who}."
