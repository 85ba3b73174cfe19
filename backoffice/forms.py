"""Forms of rows that are compared by a key of their own, or that stand in an order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models

from french.accents import sort_key


class SortKeyForm(forms.ModelForm):
    """A form for a model with a `sort_key`: its uniqueness is checked before the database has to refuse it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.instance.sort_key = sort_key(cleaned.get("name") or "")
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # A column outside the form is otherwise left out, and with it every constraint that names it.
        excluded = super()._get_validation_exclusions()
        if self.instance.sort_key:
            excluded.discard("sort_key")
        return excluded


class RankedForm(forms.ModelForm):
    """A form for a model with a `position`: left empty, the row goes to the end of all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leave_rank_open(self)

    def clean_position(self) -> int:
        position = self.cleaned_data["position"]
        others = self._meta.model._default_manager.exclude(pk=self.instance.pk)
        return last_position(others) + 1 if position is None else position


class RankedFormSet(forms.BaseInlineFormSet):
    """Lines with a `position`: those left without one go to the end, in the order in which they were typed.

    Where the rank is not shown, new lines go to the end and the others stay where they are.
    """

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        leave_rank_open(form)

    def save(self, commit: bool = True) -> list[models.Model]:
        changed = [form for form in self.forms if form.has_changed() and form not in self.deleted_forms]
        moving = [form for form in changed if _has_no_rank(form)]
        others = self.model._default_manager.filter(**{self.fk.name: self.instance})
        last = last_position(others.exclude(pk__in=[form.instance.pk for form in moving if form.instance.pk]))
        last = max([last, *(form.instance.position for form in changed if form not in moving)])
        for number, form in enumerate(moving, start=1):
            form.instance.position = last + number
        return super().save(commit)


def _has_no_rank(form: forms.ModelForm) -> bool:
    if "position" in form.fields:
        return form.cleaned_data.get("position") is None
    return form.instance.pk is None


def leave_rank_open(form: forms.ModelForm) -> None:
    field = form.fields.get("position")
    if field is None:  # the form is only read
        return
    field.required = False
    field.help_text = "Vide : à la fin."
    if form.instance.pk is None:
        form.initial["position"] = field.initial = None


def last_position(rows: models.QuerySet) -> int:
    """The highest rank among the rows; 0 when there is none."""
    return rows.aggregate(last=models.Max("position"))["last"] or 0
