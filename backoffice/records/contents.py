"""All that officers write in a record, as plain data: what a proposal holds, what a version of another day held.

A content is JSON: each field under its name, a list of rows as their keys, the lines of a kind as a list of their
fields. Numbers and days are kept as text, so that what is stored compares with what is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from simple_history.utils import get_m2m_reverse_field_name

from backoffice.differences import plain_lines
from backoffice.history import FieldChange, described, field_change

Content = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """The lines of one kind. `key` is their field that names the record."""

    model: type[models.Model]
    key: str
    label: str

    @property
    def name(self) -> str:
        return self.model._meta.get_field(self.key).related_query_name()

    @cached_property
    def fields(self) -> list[models.Field]:
        return [one for one in self.model._meta.concrete_fields if _is_written(one) and one.name != self.key]


@dataclass(frozen=True)
class Shape:
    """What of a model is written by people: its editable fields but those named, its lists of rows, its lines."""

    model: type[models.Model]
    but: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @cached_property
    def fields(self) -> list[models.Field]:
        return [one for one in self.model._meta.concrete_fields if _is_written(one) and one.name not in self.but]

    @cached_property
    def lists(self) -> list[models.ManyToManyField]:
        """Those that have no lines of their own, and a history."""
        return [one for one in self.model._meta.many_to_many if one.remote_field.through._meta.auto_created]

    def label(self, name: str) -> str:
        part = self.part(name)
        return part.label if part else capfirst(str(self.model._meta.get_field(name).verbose_name))

    def part(self, name: str) -> Part | None:
        return next((part for part in self.parts if part.name == name), None)


@dataclass(frozen=True)
class NamedChange:
    """A change of one field, list or kind of lines, by its name in the content."""

    name: str
    change: FieldChange


class Unreadable(Exception):
    """What is to be written names a row that is gone, or breaks a rule of the record; a French sentence."""


def content_of(shape: Shape, row: models.Model) -> Content:
    """As the database has it now: a query for the row, for each list and for each kind of lines."""
    row = shape.model._default_manager.get(pk=row.pk)
    content = {one.name: plain(one, row) for one in shape.fields}
    content |= {one.name: sorted(getattr(row, one.name).values_list("pk", flat=True)) for one in shape.lists}
    for part in shape.parts:
        lines = part.model._default_manager.filter(**{part.key: row})
        content[part.name] = [_line(part, line) for line in lines]
    return content


def content_at(shape: Shape, row: models.Model, at: datetime) -> Content | None:
    """As the record stood at a moment, from its stored versions; None where they do not reach so far back."""
    key = shape.model._meta.pk.attname
    version = shape.model.history.filter(**{key: row.pk}, history_date__lte=at).order_by(*NEWEST).first()
    if version is None or version.history_type == "-":
        return None
    content = {one.name: plain(one, version) for one in shape.fields}
    tracked = {one.name for one in shape.model.history.model._history_m2m_fields}
    for one in shape.lists:
        if one.name in tracked:
            links = getattr(version, one.name)
            content[one.name] = sorted(links.values_list(get_m2m_reverse_field_name(one), flat=True))
    for part in shape.parts:
        content[part.name] = [_line(part, line) for line in _lines_at(part, row, at)]
    return content


def changed(old: Content, new: Content) -> dict[str, dict[str, Any]]:
    """What differs, under its name as {"old", "new"}. Line ends are no difference, nor is the order of a list."""
    return {
        name: {"old": old[name], "new": value}
        for name, value in new.items()
        if name in old and _compared(old[name]) != _compared(value)
    }


def same(one: Any, other: Any) -> bool:
    return _compared(one) == _compared(other)


def merged(base: Any, new: Any, current: Any) -> Any:
    """`new`, written over `base`, carried over to `current`: in a list, what came in and what went out."""
    if not isinstance(new, list):
        return new
    kept = [one for one in current if one not in base or one in new]
    return kept + [one for one in new if one not in base and one not in current]


def told(shape: Shape, changes: dict[str, dict[str, Any]]) -> list[NamedChange]:
    """The changes as the history page tells them, in the order of the record's form."""
    found = []
    for one in [*shape.fields, *shape.lists]:
        if one.name in changes:
            old, new = (_revived(one, changes[one.name][side]) for side in ("old", "new"))
            found.append(NamedChange(one.name, field_change(one, old, new)))
    for part in shape.parts:
        if part.name in changes:
            old, new = ([_described(part, line) for line in changes[part.name][side]] for side in ("old", "new"))
            found.append(NamedChange(part.name, FieldChange(part.label, old, new)))
    return found


def write(shape: Shape, row: models.Model, values: Content, *, by: AbstractBaseUser, why: str) -> None:
    """Write a content, or some fields of one, into a row that is locked; its version moves on. All or nothing is the
    caller's transaction. Rows that were united with others meanwhile are named by the one that is kept."""
    row._history_user = by
    fields = [one for one in shape.fields if one.name in values]
    for one in fields:
        setattr(row, one.attname, _read(one, values[one.name]))
    try:
        row.full_clean(exclude=[one.name for one in shape.model._meta.fields if one not in fields])
    except ValidationError as refusal:
        raise Unreadable(" ".join(refusal.messages)) from refusal
    for one in shape.lists:
        if one.name in values:
            getattr(row, one.name).set(_living(one.related_model, values[one.name]))
    for part in shape.parts:
        if part.name in values:
            _write_lines(part, row, values[part.name], by=by)
    if hasattr(row, "version"):
        row.version += 1
    row._change_reason = why[:100]
    row.save()


NEWEST = ("-history_date", "-history_id")


def _is_written(one: models.Field) -> bool:
    is_stamped = getattr(one, "auto_now", False) or getattr(one, "auto_now_add", False)
    return one.editable and not one.primary_key and not is_stamped


def plain(one: models.Field, row: models.Model) -> Any:
    """A field of a row as JSON keeps it."""
    value = getattr(row, one.attname)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date | datetime) else value


def _line(part: Part, line: models.Model) -> dict[str, Any]:
    return {one.name: plain(one, line) for one in part.fields}


def _lines_at(part: Part, row: models.Model, at: datetime) -> list[models.Model]:
    """The last version of each line up to that moment, but for those that were taken out."""
    lines: dict[Any, models.Model] = {}
    for version in part.model.history.filter(**{part.key: row.pk}, history_date__lte=at).order_by(*NEWEST):
        lines.setdefault(getattr(version, part.model._meta.pk.attname), version)
    return [lines[key] for key in sorted(lines) if lines[key].history_type != "-"]


def _compared(value: Any) -> Any:
    if isinstance(value, str):
        return plain_lines(value)
    if isinstance(value, list):
        return sorted(map(repr, value))
    return value


def _read(one: models.Field, value: Any) -> Any:
    """A stored value as the field takes it. A row that was united with another is named by the one that is kept."""
    if value is None or not one.is_relation:
        return one.to_python(value) if value is not None else None
    living = _living(one.related_model, [value])
    if not living:
        raise Unreadable(f"« {capfirst(str(one.verbose_name))} » nomme une fiche qui a été supprimée depuis.")
    return living[0]


def _living(model: type[models.Model], keys: Iterable[Any]) -> list[Any]:
    """The keys of the rows that stand for these today; those that were deleted are left out."""
    rows = model._default_manager.in_bulk(keys)
    return list(dict.fromkeys(getattr(row, "merged_into_id", None) or row.pk for row in rows.values()))


def _revived(one: models.Field, value: Any) -> Any:
    """A stored value as the history tells it: rows for their keys."""
    if isinstance(one, models.ManyToManyField):
        rows = one.related_model._default_manager.in_bulk(value)
        return [rows.get(key) for key in value]
    if one.is_relation:
        return one.related_model._default_manager.filter(pk=value).first() if value is not None else None
    return one.to_python(value) if value is not None else None


def _described(part: Part, line: dict[str, Any]) -> str:
    stored = {one.attname: one.to_python(line[one.name]) for one in part.fields if one.name in line}
    return described(part.model, part.model(**stored), part.key)


def _write_lines(part: Part, row: models.Model, wanted: list[dict[str, Any]], *, by: AbstractBaseUser) -> None:
    """Lines that are as wanted stay. Of the others, those that name the same rows are written over, the rest are taken
    out, and what is missing then is written anew."""
    missing = [_refreshed(part, line) for line in wanted]
    others = []
    for line in part.model._default_manager.filter(**{part.key: row}):
        plain = _line(part, line)
        if plain in missing:
            missing.remove(plain)
        else:
            others.append((line, plain))
    changing = []
    for line, plain in others:
        twin = next((one for one in missing if _names(part, one) == _names(part, plain)), None)
        if twin is None:
            line._history_user = by
            line.delete()
        else:
            missing.remove(twin)
            changing.append((line, twin))
    changing += [(part.model(**{part.key: row}), values) for values in missing]
    for line, values in changing:
        for one in part.fields:
            setattr(line, one.attname, one.to_python(values[one.name]))
        line._history_user = by
        try:
            line.full_clean()
        except ValidationError as refusal:
            raise Unreadable(" ".join(refusal.messages)) from refusal
        line.save()


def _names(part: Part, line: dict[str, Any]) -> list[Any]:
    return [line[one.name] for one in part.fields if one.is_relation]


def _refreshed(part: Part, line: dict[str, Any]) -> dict[str, Any]:
    """With the field's own value where the line was stored before the field existed, and with rows of today."""
    fresh = {}
    for one in part.fields:
        value = line.get(one.name, one.get_default())
        fresh[one.name] = _read(one, value) if one.is_relation and value is not None else value
    return fresh
