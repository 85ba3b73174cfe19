"""Two versions of one form side by side: what was typed here, and what someone else saved meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BoundField

from backoffice.differences import Piece, by_words, plain_lines


@dataclass
class Difference:
    """One field, or all lines of a kind, on both sides: each line in pieces, those that the other side lacks marked."""

    label: str
    typed: list[list[Piece]]
    saved: list[list[Piece]]


def compare(form: forms.ModelForm, inlines: list[Any], current: models.Model) -> list[Difference]:
    """Where the posted form and its lines differ from `current` as the database has it."""
    saved_form = type(form)(instance=current)
    differences = []
    for name in form.fields:
        typed, saved = _words(form[name]), _words(saved_form[name])
        if typed != saved:
            pieces = by_words(saved, typed)
            differences.append(
                Difference(
                    str(form[name].label),
                    [[piece for piece in pieces if piece.kind != "removed"]],
                    [[piece for piece in pieces if piece.kind != "added"]],
                )
            )
    for inline in inlines:
        formset = inline.formset
        saved_lines = [_line(one) for one in type(formset)(instance=current, prefix=formset.prefix).initial_forms]
        deleted = set(formset.deleted_forms) if formset.is_valid() else set()
        typed_lines = [
            _line(one)
            for one in formset.forms
            if one not in deleted
            and not one.data.get(one.add_prefix("DELETE"))
            and (one.instance.pk or one.has_changed())
        ]
        if sorted(typed_lines) != sorted(saved_lines):
            label = str(inline.opts.verbose_name_plural)
            typed, saved = typed_lines or ["—"], saved_lines or ["—"]
            differences.append(
                Difference(
                    label,
                    [[Piece("same" if line in saved else "added", line)] for line in typed],
                    [[Piece("same" if line in typed else "removed", line)] for line in saved],
                )
            )
    return differences


def _line(form: forms.ModelForm) -> str:
    """One line of an inline formset in words."""
    parts = []
    for bound in form.visible_fields():
        words = _words(bound)
        if bound.name in {"DELETE", "position"} or words in {"—", "non"}:
            continue
        parts.append(str(bound.label) if words == "oui" else words)
    return ", ".join(parts)


def _words(bound: BoundField) -> str:
    """A field's value as a person reads it, whether typed or stored; what cannot be read is shown as typed."""
    raw = bound.field.prepare_value(bound.value())
    try:
        value = bound.field.clean(raw)
    except ValidationError:
        value = raw
    if isinstance(value, bool):
        return "oui" if value else "non"
    if value is None or value == "":
        return "—"
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    if isinstance(value, models.QuerySet | list | tuple):
        return ", ".join(sorted(str(one) for one in value)) or "—"
    if isinstance(bound.field, forms.ChoiceField) and not isinstance(bound.field, forms.ModelChoiceField):
        return str(dict(bound.field.choices).get(value, value))
    return plain_lines(str(value))
