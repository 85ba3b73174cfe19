"""Two initiatives that are one: the one that is kept takes the place of the other, and two again when it was an error.

Frozen editions and their citations keep the row of their day, which leads to the kept one. All else that names the
duplicate follows: sequels, entries of bulletins, exchanges, tasks, corrections that wait, the picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from backoffice.models import Union
from backoffice.records.contents import Content, Part, Unreadable, content_of, plain, write
from backoffice.records.leading import remember, separate_again, united
from backoffice.records.uniting import Moved, NotSeparable, owner_of, twin_of
from initiatives.models import Figure, Initiative
from initiatives.services import InitiativeRefusal, enter_state, private_contact_sentence
from initiatives.shape import SHAPE

COPIED = tuple(part.model for part in SHAPE.parts)
# Two figures that say the same quantity of the same thing are one, whatever their day.
SAME_FIGURE = ("item", "amount", "unit", "measure")
STATE = (
    "status", "returned_at", "returned_by", "approved_at", "approved_by", "withdrawn_at", "withdrawn_by",
)  # fmt: skip
SAID = ("return_note", "withdrawal_reason")  # texts: they come back from the history


class NotMergeable(InitiativeRefusal):
    """Two different initiatives are needed, neither merged already."""


def merge_initiatives(
    *,
    kept: Initiative,
    duplicate: Initiative,
    by: AbstractBaseUser,
    taken: Iterable[str] = (),
    refused: Iterable[str] = (),
    now: datetime | None = None,
) -> Initiative:
    """Unite a duplicate with the one that is kept, which receives its organisations, places, contacts and figures.

    `taken` names the fields, lists and kinds of lines that come from the duplicate in place of its own; those that are
    `refused` do not come at all. Persons, and contacts that are not public, always come: the texts are cleared of them.
    """
    if kept.pk == duplicate.pk:
        raise NotMergeable("Choisissez deux initiatives différentes.")
    taken, refused = set(taken), set(refused)
    with transaction.atomic():
        began = timezone.now()
        both = Initiative.objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, duplicate.pk]).order_by("pk")
        rows = {row.pk: row for row in both}
        if len(rows) < 2:
            raise NotMergeable("L’une des deux fiches vient d’être supprimée.")
        kept, duplicate = rows[kept.pk], rows[duplicate.pk]
        if kept.merged_into_id or duplicate.merged_into_id:
            raise NotMergeable("L’une des deux a déjà été réunie avec une autre.")
        here, there = content_of(SHAPE, kept), content_of(SHAPE, duplicate)
        changes = united(SHAPE, here, there, taken=taken, refused=refused)
        _keep_hidden(changes, here, there)
        follows = _follows(kept, duplicate, changes.get("follows", kept.follows_id))
        if follows != kept.follows_id:
            changes["follows"] = follows
        else:
            changes.pop("follows", None)
        moved, state = Moved(), {name: plain(Initiative._meta.get_field(name), duplicate) for name in STATE}
        for part in SHAPE.parts:
            _copy(part, duplicate, kept, moved, by=by, is_taken=part.name in taken, is_refused=part.name in refused)
        if follows != kept.follows_id:
            Initiative.objects.filter(pk=kept.pk).update(follows=follows)  # before its own sequels are moved
        _follow(kept, duplicate, moved, by=by)
        duplicate.merged_into = kept
        enter_state(duplicate, Initiative.Status.WITHDRAWN)
        duplicate.withdrawn_at, duplicate.withdrawn_by = now or timezone.now(), by
        duplicate.withdrawal_reason = f"Réunie avec «\u00a0{kept.title}\u00a0»"[:300]
        duplicate.version += 1
        duplicate._history_user, duplicate._change_reason = by, f"réunie avec la fiche {kept.pk}"
        duplicate.save()
        try:
            write(SHAPE, kept, changes, by=by, why=f"a reçu la fiche {duplicate.pk}")
        except Unreadable as refusal:
            raise NotMergeable(f"Rien n’est changé. {refusal}") from refusal
        if kept.is_published and (sentence := private_contact_sentence(kept)):
            raise NotMergeable(f"Rien n’est changé. {sentence}")
        lists = {one.name: here[one.name] for one in SHAPE.lists if one.name in changes}
        remember(
            shape=SHAPE, kept=kept, gone=duplicate, began=began, lists=lists, moved=moved, by=by,
            values={"state": state}, now=now,
        )  # fmt: skip
    return kept


def separate_initiatives(*, union: Union, by: AbstractBaseUser, now: datetime | None = None) -> Initiative:
    """Undo a union: the initiative has its state, its address and its sequels again. Refused where it would print the
    number of a person who has taken back an agreement since."""

    def revive(kept: Initiative, gone: Initiative, union: Union) -> None:
        for name, value in union.values["state"].items():
            one = Initiative._meta.get_field(name)
            setattr(gone, one.attname, one.to_python(value))
        version = gone.history.filter(history_date__lte=union.values["began"]).first()
        for name in SAID:
            setattr(gone, name, getattr(version, name) if version else "")
        if gone.is_published and (sentence := private_contact_sentence(gone)):
            raise NotSeparable(f"Rien n’est changé. {sentence}")

    with transaction.atomic():
        gone = separate_again(shape=SHAPE, union=union, by=by, revive=revive, now=now)
        picture = gone.pictures.filter(is_proposed=False).first()
        if picture is not None and not gone.pictures.filter(is_current=True).exists():
            # It had become an earlier one of the kept record.
            picture.is_current = True
            picture.save()
    return gone


def other_initiatives() -> models.QuerySet:
    return Initiative.objects.filter(merged_into=None).defer("search_vector")


def _keep_hidden(changes: Content, here: Content, there: Content) -> None:
    """Texts of both may name them: persons of both, and contacts that the public does not see."""
    persons = sorted({*here["persons"], *there["persons"]})
    if persons != here["persons"]:
        changes["persons"] = persons
    contacts = Initiative._meta.get_field("contacts").related_model
    both = {*here["contacts"], *there["contacts"]}
    hidden = contacts.objects.hidden().filter(pk__in=both).values_list("pk", flat=True)
    joined = sorted({*changes.get("contacts", here["contacts"]), *hidden})
    if joined != here["contacts"]:
        changes["contacts"] = joined


def _follows(kept: Initiative, gone: Initiative, wanted: int | None) -> int | None:
    """What the kept one follows: nothing that follows it in its turn, once it stands for both."""
    for candidate in (wanted, gone.follows_id):
        if candidate is not None and not {kept.pk, gone.pk} & _chain(candidate):
            return candidate
    return None


def _chain(pk: int | None) -> set[int]:
    """An initiative and all that it follows."""
    met: set[int] = set()
    while pk is not None and pk not in met:
        met.add(pk)
        pk = Initiative.objects.filter(pk=pk).values_list("follows", flat=True).first()
    return met


def _copy(
    part: Part, source: Initiative, target: Initiative, moved: Moved, *, by: Any, is_taken: bool, is_refused: bool
) -> None:
    """The lines of one kind that the target has not; where they are taken, its own that the source has not go."""
    if is_refused:
        return
    lines = {_same(part, line): line for line in part.model.objects.filter(initiative=source)}
    own = {_same(part, line): line for line in part.model.objects.filter(initiative=target)}
    for key, line in own.items():
        if is_taken and key not in lines:
            moved.note_dropped(line)
            line._history_user = by
            line.delete()
    for key, line in lines.items():
        if key not in own:
            line.pk, line._state.adding, line.initiative = None, True, target
            line._history_user = by
            line.save()
            moved.note_made(line)


def _same(part: Part, line: Any) -> tuple[Any, ...]:
    """What makes two lines the same one."""
    if part.model is Figure:
        return tuple(getattr(line, name) for name in SAME_FIGURE)
    once = next(one for one in part.model._meta.constraints if isinstance(one, models.UniqueConstraint))
    return tuple(getattr(line, part.model._meta.get_field(name).attname) for name in once.fields if name != part.key)


def _follow(kept: Initiative, gone: Initiative, moved: Moved, *, by: Any) -> None:
    for relation in gone._meta.related_objects:
        key, name = relation.field.name, relation.get_accessor_name()
        if relation.related_model in COPIED or name == "citations":
            continue
        for line in relation.related_model._default_manager.filter(**{key: gone}):
            if _stays(line, name, key, kept):
                continue
            moved.note_line(line, key)
            setattr(line, key, kept)
            line._history_user, line._change_reason = by, f"initiative\u00a0: {gone.pk} est devenue {kept.pk}"
            if hasattr(line, "version"):
                line.version += 1
            line.save()
            owner = owner_of(line, key)
            if owner is not line and hasattr(owner, "version"):
                type(owner)._default_manager.filter(pk=owner.pk).update(version=models.F("version") + 1)


def _stays(line: Any, name: str, key: str, kept: Initiative) -> bool:
    """A decided correction tells of its own text; one that waits, and a picture, go where there is none."""
    if name == "corrections":
        return not line.is_open or kept.corrections.open().filter(proposed_by=line.proposed_by).exists()
    if name == "pictures":
        if kept.pictures.filter(sha256=line.sha256).exists():
            return True
        # What a correction proposes goes with it; what is shown, where nothing is.
        return not line.is_proposed and (not line.is_current or kept.pictures.filter(is_current=True).exists())
    return twin_of(line, key, kept) is not None
