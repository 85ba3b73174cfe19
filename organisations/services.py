"""What editors do with organisations, persons and contacts that stand twice: they unite them.

What names them lies in this room and in rooms above (participations, the persons and contacts of initiatives). It is
found through the reverse relations of the models, so that nothing is imported from above, and so that a relation that
a room adds later follows as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from backoffice.models import Union
from backoffice.records.contents import Content, Shape, Unreadable, content_of, write
from backoffice.records.leading import remember, separate_again, united
from backoffice.records.uniting import Moved, owner_of, twin_of
from french.wording import counted, enumerated, shortened
from organisations.consent import SAID_BY_THE_PERSON
from organisations.contacts import WEB_KINDS, ContactKind
from organisations.models import Contact, Mergeable, Organisation, Person
from organisations.privacy import hide_contacts, hide_names


class OrganisationRefusal(Exception):
    """The act is refused; the message is a French sentence for the person who asked."""


class NotMergeable(OrganisationRefusal):
    """Two different rows are needed, neither united with another already."""


ORGANISATION = Shape(Organisation, but=("slug",))
PERSON = Shape(Person, but=SAID_BY_THE_PERSON)
CONTACT = Shape(Contact, but=SAID_BY_THE_PERSON)
NAMING = {"name", "other_names", "description"}
# What says which one it is: texts that write it are cleared by this row. It is the kept one's.
TELLING = {"name", "kind", "value"}


@dataclass(frozen=True)
class Use:
    """A row that names another one: an initiative that cites it, an organisation whose contact it is."""

    owner: models.Model
    relation: models.ForeignObjectRel


def merge_organisations(
    *,
    kept: Organisation,
    duplicate: Organisation,
    by: AbstractBaseUser,
    taken: Iterable[str] = (),
    refused: Iterable[str] = (),
    now: datetime | None = None,
) -> Organisation:
    """Unite a duplicate with the organisation that is kept, which takes its place wherever it is named.

    `taken` names what comes from the duplicate in place of its own. The kept one answers to both names, and receives
    the contacts unless they are `refused`; a seat and a presentation where it has none. The duplicate's public address
    leads to the kept one; frozen editions keep their words.
    """
    with transaction.atomic():
        began = timezone.now()
        kept, duplicate = _locked(kept, duplicate)
        here, there = content_of(ORGANISATION, kept), content_of(ORGANISATION, duplicate)
        changes = united(ORGANISATION, here, there, taken=taken, refused=refused)
        if "seat" not in set(taken) and _is_taken(kept, duplicate):
            changes.pop("seat", None)
        # A private person's name does not pass to an organisation that shows all its names.
        if not duplicate.is_nameable and _kind(changes, kept) != Organisation.Kind.PARTICULIER:
            if {"name", "other_names"} & set(taken):
                raise NotMergeable("Le nom d’un particulier ne passe pas à une organisation : gardez l’autre nom.")
            changes = {name: value for name, value in changes.items() if name not in NAMING}
        elif duplicate.is_nameable or not kept.is_nameable:
            names = _names_of(
                kept, duplicate, name=changes.get("name", kept.name), is_joined="other_names" not in taken
            )
            changes |= {} if names == kept.other_names else {"other_names": names}
        if not kept.is_nameable and _kind(changes, kept) != Organisation.Kind.PARTICULIER:
            raise NotMergeable("Un particulier qui devient une organisation montrerait son nom : gardez son type.")
        moved = Moved()
        _unite(kept, duplicate, by=by, moved=moved, changes=changes)
        if given := there["contacts"]:
            duplicate.contacts.clear()
        lists = {"contacts": here["contacts"]} if "contacts" in changes else {}
        values = {"contacts": given}
        remember(
            shape=ORGANISATION, kept=kept, gone=duplicate, began=began, lists=lists, moved=moved, by=by, values=values,
            now=now,
        )  # fmt: skip
        kept.refresh_from_db()
    return kept


def merge_persons(
    *,
    kept: Person,
    duplicate: Person,
    by: AbstractBaseUser,
    taken: Iterable[str] = (),
    refused: Iterable[str] = (),
    now: datetime | None = None,
) -> Person:
    """Unite two rows of one person. Public only when both were: consent given to one says nothing of the other.

    The name is the kept one's: whoever wants the other unites the other way round.
    """
    with transaction.atomic():
        is_told_by_kept = hide_names(duplicate.name, [kept.name]) != duplicate.name
        kept = _merge_hidden(PERSON, kept, duplicate, by=by, taken=taken, stays=not is_told_by_kept, now=now)
    return kept


def merge_contacts(
    *,
    kept: Contact,
    duplicate: Contact,
    by: AbstractBaseUser,
    taken: Iterable[str] = (),
    refused: Iterable[str] = (),
    now: datetime | None = None,
) -> Contact:
    """Unite two ways of writing one contact. Public only when both were, personal when one was."""
    with transaction.atomic():
        kept, duplicate = _locked(kept, duplicate)
        if _family(kept) != _family(duplicate) and ContactKind.OTHER not in (kept.kind, duplicate.kind):
            raise NotMergeable(
                f"« {kept} » ({kept.get_kind_display()}) et « {duplicate} » ({duplicate.get_kind_display()}) ne mènent "
                "pas au même endroit : gardez les deux."
            )
        is_told_by_kept = hide_contacts(duplicate.value, [(kept.kind, kept.value)]) != duplicate.value
        is_private = {kept.is_personal, duplicate.is_personal} != {False} or not (
            kept.is_public and duplicate.is_public
        )
        stays = is_private and not is_told_by_kept
        kept = _merge_hidden(CONTACT, kept, duplicate, by=by, taken=taken, stays=stays, now=now)
    return kept


def separate_organisations(*, union: Union, by: AbstractBaseUser, now: datetime | None = None) -> Organisation:
    """Undo a union: the organisation has its address, its initiatives and its contacts again."""

    def revive(kept: Organisation, gone: Organisation, union: Union) -> None:
        gone.contacts.set(Contact.objects.filter(pk__in=union.values["contacts"]))

    return separate_again(shape=ORGANISATION, union=union, by=by, revive=revive, now=now)


def separate_persons(*, union: Union, by: AbstractBaseUser, now: datetime | None = None) -> Person:
    """Undo a union. What it hid stays hidden: whether a name is shown again is decided on each row."""
    return separate_again(shape=PERSON, union=union, by=by, revive=_revive_hidden, now=now)


def separate_contacts(*, union: Union, by: AbstractBaseUser, now: datetime | None = None) -> Contact:
    """Undo a union. What it hid is shown again only where it is nobody's own and was public before."""
    return separate_again(shape=CONTACT, union=union, by=by, revive=_revive_hidden, now=now)


def _merge_hidden(
    shape: Shape,
    kept: Any,
    duplicate: Any,
    *,
    by: AbstractBaseUser,
    taken: Iterable[str],
    stays: bool,
    now: datetime | None,
) -> Any:
    began = timezone.now()
    kept, duplicate = _locked(kept, duplicate)
    said = {"kept": _said(kept), "gone": _said(duplicate)}
    changes = united(shape, content_of(shape, kept), content_of(shape, duplicate), taken=set(taken) - TELLING)
    kept.is_public = duplicate.is_public = kept.is_public and duplicate.is_public
    if isinstance(kept, Contact):
        kept.is_personal = duplicate.is_personal = kept.is_personal or duplicate.is_personal
    said |= {"kept_after": _said(kept), "gone_after": _said(duplicate)}
    moved = Moved()
    _unite(kept, duplicate, by=by, moved=moved, changes=changes, shape=shape, stays_attached=stays)
    values = {"said": said}
    remember(shape=shape, kept=kept, gone=duplicate, began=began, lists={}, moved=moved, by=by, values=values, now=now)
    kept.refresh_from_db()
    return kept


def _said(row: Any) -> dict[str, bool]:
    return {name: getattr(row, name) for name in ("is_public", "is_personal") if hasattr(row, name)}


def _revive_hidden(kept: Any, gone: Any, union: Union) -> None:
    """Both rows as they were, where nobody said otherwise since; never a person's own shown again."""
    said = union.values["said"]
    for row, side in ((kept, "kept"), (gone, "gone")):
        before, after = said[side], said[f"{side}_after"]
        if _said(row) != after:
            continue
        if "is_personal" in before:
            row.is_personal = before["is_personal"]
            row.is_public = before["is_public"] and (after["is_public"] or not row.is_personal)


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


def _unite(
    kept: Mergeable,
    duplicate: Mergeable,
    *,
    by: AbstractBaseUser,
    moved: Moved,
    changes: Content,
    shape: Shape = ORGANISATION,
    stays_attached: bool = False,
) -> None:
    """Move every use to `kept`, then say in both histories what was done.

    `stays_attached`: texts may write the duplicate in a way that `kept` does not tell. It then stays beside `kept` on
    the rows whose texts are cleared of what is attached to them; nothing shows it.
    """
    uses = uses_of(duplicate)
    for use in uses:
        _follow(use, kept, duplicate, by=by, moved=moved, stays_attached=stays_attached)
    # Those united with the duplicate earlier lead to the kept one at once: no chain, and so no ring.
    for earlier in duplicate.merged.all():
        moved.note_line(earlier, "merged_into")
        earlier.merged_into = kept
        _save(earlier, by=by, why=f"mène désormais à {_told(kept)}")
    duplicate.merged_into = kept
    # First: while both stand for themselves, they may not share name, kind and seat.
    _save(duplicate, by=by, why=f"réunie avec {_told(kept)}")
    told = counted_uses(uses)
    why = f"a reçu {_told(duplicate)}" + (f" : {told}" if told else "")
    try:
        write(shape, kept, changes, by=by, why=why)
    except Unreadable as refusal:
        raise NotMergeable(f"Rien n’est changé. {refusal}") from refusal


def _relations(row: models.Model) -> Iterator[models.ForeignObjectRel]:
    """What points at the row, but for those united with it and for links that have lines of their own."""
    for relation in row._meta.related_objects:
        is_line = relation.one_to_many
        if relation.related_model is not type(row) and (is_line or relation.through._meta.auto_created):
            yield relation


def _uses(row: models.Model, relation: models.ForeignObjectRel) -> Iterator[Use]:
    for one in relation.related_model._default_manager.filter(**{relation.field.name: row}):
        yield Use(owner_of(one, relation.field.name) if relation.one_to_many else one, relation)


def _follow(
    use: Use, kept: Mergeable, duplicate: Mergeable, *, by: AbstractBaseUser, moved: Moved, stays_attached: bool
) -> None:
    """One record names `kept` in place of `duplicate`, once. Its version moves on: a form opened before is refused."""
    model = type(use.owner)
    owner = model._default_manager.select_for_update().get(pk=use.owner.pk)
    owner._history_user = by
    if use.relation.one_to_many:
        key = use.relation.field.name
        lines = use.relation.related_model._default_manager.filter(**{key: duplicate})
        for line in lines:
            if owner_of(line, key) == owner:
                _move_line(line, key, kept, by=by, moved=moved)
    else:
        linked = getattr(owner, use.relation.field.name)
        moved.note_list(owner, use.relation.field.name, had=linked.filter(pk=kept.pk).exists())
        linked.add(kept)
        if not stays_attached or model is Organisation:
            linked.remove(duplicate)
    _save(owner, by=by, why=f"{kept._meta.verbose_name} : la fiche {duplicate.pk} est devenue {kept.pk}")


def _move_line(line: models.Model, key: str, kept: Mergeable, *, by: AbstractBaseUser, moved: Moved) -> None:
    """The line names `kept`, unless one that may stand only once does already: that one takes what it had not."""
    twin = twin_of(line, key, kept)
    if twin is None:
        moved.note_line(line, key)
        setattr(line, key, kept)
        _save(line, by=by, why=f"réunie avec la fiche {kept.pk}")
        return
    moved.note_dropped(line)
    line._history_user = by
    lacking = [one for one in line._meta.concrete_fields if getattr(twin, one.attname) in ("", None)]
    lacking = [one for one in lacking if getattr(line, one.attname) not in ("", None)]
    for one in lacking:
        setattr(twin, one.attname, getattr(line, one.attname))
    if lacking:
        moved.note_filled(twin, [one.name for one in lacking])
    line.delete()
    _save(twin, by=by, why=f"réunie avec la fiche {kept.pk}")


def _kind(changes: Content, kept: Organisation) -> str:
    return changes.get("kind", kept.kind)


def _is_taken(kept: Organisation, duplicate: Organisation) -> bool:
    """Does a third organisation have the name and kind of `kept` at the seat of `duplicate`?"""
    same = Organisation.objects.unmerged().filter(sort_key=kept.sort_key, kind=kept.kind, seat=duplicate.seat_id)
    return same.exclude(pk__in=[kept.pk, duplicate.pk]).exists()


def _names_of(kept: Organisation, duplicate: Organisation, *, name: str, is_joined: bool) -> str:
    """The other names of the one called `name`: those of both, or the duplicate's alone, with the name that is
    not kept; as many as the field holds. The search finds them all."""
    both = (kept, duplicate) if is_joined else (duplicate,)
    listed = [one.strip() for row in both for one in row.other_names.split(",") if one.strip()]
    first = [one.strip() for one in kept.other_names.split(",")] if is_joined else []
    known = {name.casefold()}
    told = ""
    longest = Organisation._meta.get_field("other_names").max_length
    for one in [*first, kept.name.replace(",", " "), duplicate.name.replace(",", " "), *listed]:
        longer = f"{told}, {one}" if told else one
        if one and one.casefold() not in known and len(longer) <= longest:
            known.add(one.casefold())
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
