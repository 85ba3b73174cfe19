"""What editors do with organisations, persons and contacts that stand twice: they unite them.

What names them lies in this room and in rooms above (participations, the persons and contacts of initiatives). It is
found through the reverse relations of the models, so that nothing is imported from above, and so that a relation that
a room adds later follows as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from french.wording import counted, enumerated, shortened
from organisations.contacts import WEB_KINDS, ContactKind
from organisations.models import Contact, Mergeable, Organisation, Person
from organisations.privacy import hide_contacts, hide_names


class OrganisationRefusal(Exception):
    """The act is refused; the message is a French sentence for the person who asked."""


class NotMergeable(OrganisationRefusal):
    """Two different rows are needed, neither united with another already."""


@dataclass(frozen=True)
class Use:
    """A row that names another one: an initiative that cites it, an organisation whose contact it is."""

    owner: models.Model
    relation: models.ForeignObjectRel


def merge_organisations(*, kept: Organisation, duplicate: Organisation, by: AbstractBaseUser) -> Organisation:
    """Unite a duplicate with the organisation that is kept, which takes its place wherever it is named.

    The kept one answers to its names too, and receives its contacts; its seat and its presentation only where it has
    none. The duplicate's public address leads to the kept one; frozen editions keep their words.
    """
    with transaction.atomic():
        kept, duplicate = _locked(kept, duplicate)
        if kept.seat_id is None and not _is_taken(kept, duplicate):
            kept.seat_id = duplicate.seat_id
        # A private person's name does not pass to an organisation that shows all its names.
        if duplicate.is_nameable or not kept.is_nameable:
            kept.description = kept.description or duplicate.description
        if duplicate.is_nameable:
            kept.other_names = _names_of(kept, duplicate)
        _unite(kept, duplicate, by=by)
        if contacts := list(duplicate.contacts.all()):
            kept.contacts.add(*contacts)
            duplicate.contacts.clear()
    return kept


def merge_persons(*, kept: Person, duplicate: Person, by: AbstractBaseUser) -> Person:
    """Unite two rows of one person. Public only when both were: consent given to one says nothing of the other."""
    with transaction.atomic():
        kept, duplicate = _locked(kept, duplicate)
        kept.capacity = kept.capacity or duplicate.capacity
        kept.is_public = duplicate.is_public = kept.is_public and duplicate.is_public
        is_told_by_kept = hide_names(duplicate.name, [kept.name]) != duplicate.name
        _unite(kept, duplicate, by=by, stays_attached=not is_told_by_kept)
    return kept


def merge_contacts(*, kept: Contact, duplicate: Contact, by: AbstractBaseUser) -> Contact:
    """Unite two ways of writing one contact. Public only when both were, personal when one was."""
    with transaction.atomic():
        kept, duplicate = _locked(kept, duplicate)
        if _family(kept) != _family(duplicate) and ContactKind.OTHER not in (kept.kind, duplicate.kind):
            raise NotMergeable(
                f"« {kept} » ({kept.get_kind_display()}) et « {duplicate} » ({duplicate.get_kind_display()}) ne mènent "
                "pas au même endroit : gardez les deux."
            )
        kept.label = kept.label or duplicate.label
        kept.is_public = duplicate.is_public = kept.is_public and duplicate.is_public
        kept.is_personal = duplicate.is_personal = kept.is_personal or duplicate.is_personal
        is_told_by_kept = hide_contacts(duplicate.value, [(kept.kind, kept.value)]) != duplicate.value
        is_private = kept.is_personal or not kept.is_public
        _unite(kept, duplicate, by=by, stays_attached=is_private and not is_told_by_kept)
    return kept


def uses_of(row: Mergeable) -> list[Use]:
    """Where the row is named, once for each record and way: what follows when it is united with another."""
    uses = [use for relation in _relations(row) for use in _uses(row, relation)]
    return list({(use.relation.name, use.owner): use for use in uses}.values())


def counted_uses(uses: list[Use]) -> str:
    """“3 initiatives et 1 organisation”; empty for none."""
    numbers: dict[type[models.Model], int] = {}
    for owner in {use.owner for use in uses}:
        numbers[type(owner)] = numbers.get(type(owner), 0) + 1
    return enumerated(
        [
            counted(number, str(model._meta.verbose_name), str(model._meta.verbose_name_plural))
            for model, number in numbers.items()
        ]
    )


def _locked(kept: Any, duplicate: Any) -> tuple[Any, Any]:
    """Both as they stand now, locked in one order, so that two acts at once wait for each other."""
    if kept.pk == duplicate.pk:
        raise NotMergeable("Choisissez deux fiches différentes.")
    both = type(kept)._default_manager.select_for_update().filter(pk__in=[kept.pk, duplicate.pk]).order_by("pk")
    rows = {row.pk: row for row in both}
    if len(rows) < 2:
        raise NotMergeable("L’une des deux fiches vient d’être supprimée.")
    if any(row.merged_into_id for row in rows.values()):
        raise NotMergeable("L’une des deux a déjà été réunie avec une autre.")
    return rows[kept.pk], rows[duplicate.pk]


def _unite(kept: Mergeable, duplicate: Mergeable, *, by: AbstractBaseUser, stays_attached: bool = False) -> None:
    """Move every use to `kept`, then say in both histories what was done.

    `stays_attached`: texts may write the duplicate in a way that `kept` does not tell. It then stays beside `kept` on
    the rows whose texts are cleared of what is attached to them; nothing shows it.
    """
    uses = uses_of(duplicate)
    for use in uses:
        _follow(use, kept, duplicate, by=by, stays_attached=stays_attached)
    # Those united with the duplicate earlier lead to the kept one at once: no chain, and so no ring.
    for earlier in duplicate.merged.all():
        earlier.merged_into = kept
        _save(earlier, by=by, why=f"mène désormais à {_told(kept)}")
    duplicate.merged_into = kept
    # First: while both stand for themselves, they may not share name, kind and seat.
    _save(duplicate, by=by, why=f"réunie avec {_told(kept)}")
    moved = counted_uses(uses)
    _save(kept, by=by, why=f"a reçu {_told(duplicate)}" + (f" : {moved}" if moved else ""))


def _relations(row: models.Model) -> Iterator[models.ForeignObjectRel]:
    """What points at the row, but for those united with it and for links that have lines of their own."""
    for relation in row._meta.related_objects:
        is_line = relation.one_to_many
        if relation.related_model is not type(row) and (is_line or relation.through._meta.auto_created):
            yield relation


def _uses(row: models.Model, relation: models.ForeignObjectRel) -> Iterator[Use]:
    for one in relation.related_model._default_manager.filter(**{relation.field.name: row}):
        yield Use(_owner(one, relation) if relation.one_to_many else one, relation)


def _owner(line: models.Model, relation: models.ForeignObjectRel) -> models.Model:
    """The record that a line is a part of: the one it would be deleted with."""
    for field in line._meta.concrete_fields:
        if field.is_relation and field != relation.field and field.remote_field.on_delete is models.CASCADE:
            return getattr(line, field.name)
    return line


def _follow(use: Use, kept: Mergeable, duplicate: Mergeable, *, by: AbstractBaseUser, stays_attached: bool) -> None:
    """One record names `kept` in place of `duplicate`, once. Its version moves on: a form opened before is refused."""
    model = type(use.owner)
    owner = model._default_manager.select_for_update().get(pk=use.owner.pk)
    owner._history_user = by
    if use.relation.one_to_many:
        key = use.relation.field.name
        lines = use.relation.related_model._default_manager.filter(**{key: duplicate})
        for line in lines:
            if _owner(line, use.relation) == owner:
                _move_line(line, key, kept, by=by)
    else:
        linked = getattr(owner, use.relation.field.name)
        linked.add(kept)
        if not stays_attached or model is Organisation:
            linked.remove(duplicate)
    _save(owner, by=by, why=f"{kept._meta.verbose_name} : la fiche {duplicate.pk} est devenue {kept.pk}")


def _move_line(line: models.Model, key: str, kept: Mergeable, *, by: AbstractBaseUser) -> None:
    """The line names `kept`, unless one that may stand only once does already: that one takes what it had not."""
    twin = _twin(line, key, kept)
    if twin is None:
        setattr(line, key, kept)
        _save(line, by=by, why=f"réunie avec la fiche {kept.pk}")
        return
    line._history_user = by
    for field in line._meta.concrete_fields:
        if getattr(twin, field.attname) in ("", None):
            setattr(twin, field.attname, getattr(line, field.attname))
    line.delete()
    _save(twin, by=by, why=f"réunie avec la fiche {kept.pk}")


def _twin(line: models.Model, key: str, kept: Mergeable) -> models.Model | None:
    """The line that stands where this one would go."""
    for constraint in line._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and key in constraint.fields:
            same = {name: getattr(line, name) for name in constraint.fields} | {key: kept}
            if found := type(line)._default_manager.filter(**same).exclude(pk=line.pk).first():
                return found
    return None


def _is_taken(kept: Organisation, duplicate: Organisation) -> bool:
    """Does a third organisation have the name and kind of `kept` at the seat of `duplicate`?"""
    same = Organisation.objects.unmerged().filter(sort_key=kept.sort_key, kind=kept.kind, seat=duplicate.seat_id)
    return same.exclude(pk__in=[kept.pk, duplicate.pk]).exists()


def _names_of(kept: Organisation, duplicate: Organisation) -> str:
    """The other names of `kept` with those of `duplicate`, as many as the field holds; the search finds them all."""
    names = [name.strip() for row in (kept, duplicate) for name in row.other_names.split(",") if name.strip()]
    known = {kept.name.casefold()}
    told = ""
    longest = Organisation._meta.get_field("other_names").max_length
    for name in [*kept.other_names.split(","), duplicate.name.replace(",", " "), *names]:
        name = name.strip()
        longer = f"{told}, {name}" if told else name
        if name and name.casefold() not in known and len(longer) <= longest:
            known.add(name.casefold())
            told = longer
    return told


def _told(row: Mergeable) -> str:
    """“la fiche 12 (Meloko)”. A private person's name or contact does not go into the notes of a history."""
    is_named = isinstance(row, Organisation) and row.is_nameable
    return f"la fiche {row.pk}" + (f" ({shortened(row.name, 40)})" if is_named else "")


def _family(contact: Contact) -> str:
    return "web" if contact.kind in WEB_KINDS else contact.kind


def _save(row: models.Model, *, by: AbstractBaseUser, why: str) -> None:
    if hasattr(row, "version"):
        row.version += 1
    row._history_user, row._change_reason = by, why[:100]
    row.save()
