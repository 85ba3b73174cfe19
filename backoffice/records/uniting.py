"""Two rows of a vocabulary become one, and two again: every use follows, in both directions.

What names a row is found through the reverse relations of its model, so that a relation that a room adds later follows
too, and nothing is imported from above.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.models import Union
from backoffice.records.contents import Content, Shape, Unreadable, content_of, merged, plain, same, write


class NotUnitable(Exception):
    """The act is refused; the message is a French sentence for the person who asked."""


class NotSeparable(Exception):
    """A union that was undone already, or whose row cannot come back; a French sentence."""


@dataclass
class Moved:
    """What followed: lines that name the kept row now, lines that stood twice, lists, rows made on the way, and
    fields of lines that took what they had not (by their names: they were empty)."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    lists: list[dict[str, Any]] = field(default_factory=list)
    made: list[dict[str, Any]] = field(default_factory=list)
    filled: list[dict[str, Any]] = field(default_factory=list)

    def note_line(self, line: models.Model, key: str) -> None:
        self.lines.append({"model": line._meta.label_lower, "pk": line.pk, "field": key})

    def note_dropped(self, line: models.Model) -> None:
        """Its texts stay in its history alone, where an occultation finds them."""
        values = {one.name: plain(one, line) for one in line._meta.concrete_fields if not one.primary_key}
        if hasattr(line, "history"):
            values |= {one.name: "" for one in line._meta.concrete_fields if one.name in values and _is_text(one)}
        self.dropped.append({"model": line._meta.label_lower, "pk": line.pk, "values": values})

    def note_list(self, row: models.Model, name: str, *, had: bool) -> None:
        """`had`: the list named the kept row already."""
        self.lists.append({"model": row._meta.label_lower, "pk": row.pk, "field": name, "had": had})

    def note_filled(self, line: models.Model, names: list[str]) -> None:
        self.filled.append({"model": line._meta.label_lower, "pk": line.pk, "names": names})

    def note_made(self, row: models.Model) -> None:
        self.made.append({"model": row._meta.label_lower, "pk": row.pk})


def unite(
    *,
    shape: Shape,
    kept: models.Model,
    gone: models.Model,
    by: AbstractBaseUser,
    taken: Iterable[str] = (),
    refused: Iterable[str] = (),
    moved: Moved | None = None,
    now: datetime | None = None,
) -> Union:
    """Put `kept` in the place of `gone` wherever it is named, then delete `gone`. To be called in a transaction.

    `taken` names what comes from `gone` in place of its own; what `kept` has not comes from it too; lists are joined,
    but for those that are `refused`.
    """
    if kept.pk == gone.pk:
        raise NotUnitable("Choisissez deux fiches différentes.")
    rows = shape.model._default_manager.select_for_update(of=("self",)).filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise NotUnitable("L’une des deux fiches n’est plus là : elle vient d’être réunie ou supprimée.")
    kept, gone = found[kept.pk], found[gone.pk]
    before, there = content_of(shape, kept), content_of(shape, gone)
    moved, taken, refused = moved or Moved(), set(taken), set(refused)
    for relation in _relations(gone):
        _follow(relation, kept, gone, moved, by=by)
    values = {one.name: plain(one, gone) for one in shape.model._meta.concrete_fields if not one.primary_key}
    lists = {one.name: there[one.name] for one in shape.lists}
    name, address, pk = str(gone), getattr(gone, "slug", ""), gone.pk
    gone._history_user, gone._change_reason = by, f"réunie avec la fiche {kept.pk}"
    gone.delete()
    wanted: Content = {
        one.name: there[one.name] for one in shape.fields if one.name in taken or before[one.name] in ("", None)
    }
    for key, value in lists.items():
        if key not in refused:
            wanted[key] = value if key in taken else sorted({*before[key], *value})
    # Unions that led to the row that goes lead on to the kept one: no chain.
    Union.objects.of(shape.model).standing().filter(kept=pk).update(kept=kept.pk)
    write(shape, kept, wanted, by=by, why=f"a reçu la fiche {pk} ({name})")
    note(Kind.UNITED, by=by, about=kept, told=f"avec la fiche {pk}", now=now)
    return Union.objects.create(
        kind=shape.model._meta.label_lower,
        kept=kept.pk,
        gone=pk,
        name=name[:200],
        address=address,
        values={"fields": values, "lists": lists},
        before=before,
        after=content_of(shape, kept),
        moved=vars(moved),
        united_at=now or timezone.now(),
        united_by=by,
    )


def separate(*, shape: Shape, union: Union, by: AbstractBaseUser, now: datetime | None = None) -> models.Model:
    """Undo a union: the row comes back under its key and address, with all that named it and still names the kept one.

    Of the kept row, what was changed since stays; the rest is as before the union.
    """
    with transaction.atomic():
        union = Union.objects.select_for_update().get(pk=union.pk)
        if union.undone_at:
            raise NotSeparable("Cette réunion est déjà défaite.")
        kept = shape.model._default_manager.select_for_update(of=("self",)).filter(pk=union.kept).first()
        if kept is None:
            raise NotSeparable("La fiche gardée n’est plus là : défaites d’abord ce qui l’a fait partir.")
        current = content_of(shape, kept)
        back = {
            name: merged(union.after[name], old, current[name])
            for name, old in union.before.items()
            if name in current and (isinstance(old, list) or same(current[name], union.after[name]))
        }
        try:
            with transaction.atomic():
                write(shape, kept, back, by=by, why=f"séparée de la fiche {union.gone}")
                gone = _revive(shape, union, by=by)
                come_back(Moved(**union.moved), kept, gone, by=by)
        except (IntegrityError, ValidationError, Unreadable) as refusal:
            told = told_refusal(refusal)
            raise NotSeparable(f"« {union.name} » ne peut pas revenir : rien n’est changé. {told}") from refusal
        union.undone_at, union.undone_by = now or timezone.now(), by
        union.save()
        note(Kind.SEPARATED, by=by, about=kept, told=f"de la fiche {union.gone}", now=now)
    return gone


def told_refusal(refusal: IntegrityError | ValidationError | Unreadable) -> str:
    """Why a row cannot come back, as a sentence."""
    if isinstance(refusal, IntegrityError):
        return "Sa place est prise."
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def addresses_of(model: type[models.Model], slugs: list[str]) -> dict[str, str]:
    """Where the addresses of rows that were united lead today, by their slug; two queries at most."""
    unions = dict(Union.objects.of(model).standing().filter(address__in=slugs).values_list("address", "kept"))
    today = dict(model._default_manager.filter(pk__in=unions.values()).values_list("pk", "slug")) if unions else {}
    return {slug: today[kept] for slug, kept in unions.items() if kept in today}


def twin_of(line: models.Model, key: str, kept: models.Model) -> models.Model | None:
    """The line that stands where this one would go, by a constraint of its model."""
    for constraint in line._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and key in constraint.fields:
            named = {name: getattr(line, name) for name in constraint.fields} | {key: kept}
            if found := type(line)._default_manager.filter(**named).exclude(pk=line.pk).first():
                return found
    return None


def _relations(row: models.Model) -> Iterator[models.ForeignObjectRel]:
    """All that points at the row, hidden relations too; neither its history nor the links of lists."""
    for relation in row._meta.get_fields(include_hidden=True):
        is_reverse = relation.auto_created and not relation.concrete
        if not is_reverse or hasattr(relation.related_model, "instance_type"):
            continue
        if not relation.related_model._meta.auto_created:
            yield relation


def _follow(
    relation: models.ForeignObjectRel, kept: models.Model, gone: models.Model, moved: Moved, *, by: AbstractBaseUser
) -> None:
    model, name = relation.related_model, relation.field.name
    for line in model._default_manager.filter(**{name: gone}):
        line._history_user, line._change_reason = by, f"{kept._meta.verbose_name} : {gone.pk} est devenue {kept.pk}"
        if relation.many_to_many:
            listed = getattr(line, name)
            moved.note_list(line, name, had=kept in listed.all())
            listed.add(kept)
            listed.remove(gone)
        elif twin_of(line, name, kept):
            moved.note_dropped(line)
            line.delete()
        else:
            moved.note_line(line, name)
            _point(line, name, kept)


def _point(line: models.Model, name: str, row: models.Model) -> None:
    setattr(line, name, row)
    if hasattr(line, "version"):
        line.version += 1  # a form that was opened before is refused
    line.save()


def _revive(shape: Shape, union: Union, *, by: AbstractBaseUser) -> models.Model:
    known = {one.name: one for one in shape.model._meta.concrete_fields}
    values = {
        known[name].attname: known[name].to_python(value)
        for name, value in union.values["fields"].items()
        if name in known
    }
    row = shape.model(pk=union.gone, **values)
    row._history_user, row._change_reason = by, f"séparée de la fiche {union.kept}"
    row.full_clean()
    row.save(force_insert=True)
    for name, keys in union.values["lists"].items():
        there = getattr(row, name)
        there.set(there.model._default_manager.filter(pk__in=keys))
    return row


def come_back(moved: Moved, kept: models.Model, gone: models.Model, *, by: AbstractBaseUser) -> None:
    """What followed goes back, unless someone gave it to a third row or took it away meanwhile."""
    for one in moved.made:
        for line in apps.get_model(one["model"])._default_manager.filter(pk=one["pk"]):
            line._history_user = by
            line.delete()
    for one in moved.lines:
        line = apps.get_model(one["model"])._default_manager.filter(pk=one["pk"], **{one["field"]: kept}).first()
        if line is not None:
            line._history_user = by
            _point(line, one["field"], gone)
            _stale_forms_of(line, one["field"], by=by)
    for one in moved.filled:
        for line in apps.get_model(one["model"])._default_manager.filter(pk=one["pk"]):
            for name in one["names"]:
                setattr(line, name, None if line._meta.get_field(name).null else "")
            line._history_user = by
            line.save()
    for one in moved.dropped:
        _make_again(one, by=by)
    for one in moved.lists:
        row = apps.get_model(one["model"])._default_manager.filter(pk=one["pk"]).first()
        listed = getattr(row, one["field"]) if row is not None else None
        if listed is not None and listed.filter(pk=kept.pk).exists():
            row._history_user, row._change_reason = by, f"{kept._meta.verbose_name} : {gone.pk} est revenue"
            listed.add(gone)
            if not one["had"]:
                listed.remove(kept)
            if hasattr(row, "version"):
                row.version += 1
                row.save()


def _make_again(one: dict[str, Any], *, by: AbstractBaseUser) -> None:
    """A line that stood twice comes back, if all that it named is still there."""
    model = apps.get_model(one["model"])
    known = {known.name: known for known in model._meta.concrete_fields}
    owners = [known[name] for name in one["values"] if name in known and known[name].is_relation]
    if all(
        owner.related_model._default_manager.filter(pk=one["values"][owner.name]).exists()
        for owner in owners
        if one["values"][owner.name] is not None
    ):
        values = {name: value for name, value in one["values"].items() if name in known}
        if hasattr(model, "history"):
            last = model.history.filter(**{model._meta.pk.attname: one["pk"]}, history_type="-").first()
            values |= {name: getattr(last, name) for name in values if last is not None and _is_text(known[name])}
        line = model(**{known[name].attname: known[name].to_python(value) for name, value in values.items()})
        line._history_user = by
        line.save()


def _is_text(one: models.Field) -> bool:
    return isinstance(one, models.CharField | models.TextField) and not one.choices


def owner_of(line: models.Model, key: str) -> models.Model:
    """The record that a line is a part of: the one it would be deleted with, but for the one that `key` names."""
    for one in line._meta.concrete_fields:
        if one.is_relation and one.name != key and one.remote_field.on_delete is models.CASCADE:
            return getattr(line, one.name)
    return line


def _stale_forms_of(line: models.Model, key: str, *, by: AbstractBaseUser) -> None:
    """A form of the record that was opened before is refused."""
    owner = owner_of(line, key)
    if owner is not line and hasattr(owner, "version"):
        owner.version += 1
        owner._history_user = by
        owner.save()
