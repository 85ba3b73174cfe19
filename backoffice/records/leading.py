"""Two rows become one and two again, where the one that goes stays in its table and leads to the other (`merged_into`).

What is kept for the way back names rows by their keys and holds no text: texts come back from the history, where an
occultation clears them with all the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.models import Union
from backoffice.records.contents import Content, Shape, Unreadable, content_at, content_of, merged, same, write
from backoffice.records.uniting import Moved, NotSeparable, come_back, told_refusal


def united(
    shape: Shape, here: Content, there: Content, *, taken: Iterable[str] = (), refused: Iterable[str] = ()
) -> Content:
    """What changes in the row that is kept. `taken` names what comes from the other one in place of its own, fields and
    lists; what it has not comes from the other too; lists are joined, but for those that are `refused`."""
    taken, refused = set(taken), set(refused)
    changes: Content = {}
    for one in shape.fields:
        is_lacking = here[one.name] in ("", None) and there[one.name] not in ("", None)
        if (one.name in taken or is_lacking) and not same(here[one.name], there[one.name]):
            changes[one.name] = there[one.name]
    for one in shape.lists:
        joined = there[one.name] if one.name in taken else sorted({*here[one.name], *there[one.name]})
        if one.name not in refused and not same(joined, here[one.name]):
            changes[one.name] = joined
    return changes


def remember(
    *,
    shape: Shape,
    kept: models.Model,
    gone: models.Model,
    began: datetime,
    lists: dict[str, list[Any]],
    moved: Moved,
    by: AbstractBaseUser,
    values: dict[str, Any] | None = None,
    now: datetime | None = None,
) -> Union:
    """The way back of a union that is done. `began` is the moment before its first change, by the clock of the history;
    `lists` are those of the kept row as they were; `values` is what else the room needs, without texts."""
    content = content_of(shape, kept)
    note(Kind.UNITED, by=by, about=kept, told=f"avec la fiche {gone.pk}", now=now)
    return Union.objects.create(
        kind=shape.model._meta.label_lower,
        kept=kept.pk,
        gone=gone.pk,
        name=f"fiche {gone.pk}",
        address="",  # the row is there and leads on by itself
        # In full: as JSON, a moment would lose what is under a millisecond, and fall before the last change.
        values={"began": began.isoformat(), "ended": timezone.now().isoformat(), **(values or {})},
        before=lists,
        after={name: content[name] for name in lists},
        moved=vars(moved),
        united_at=now or timezone.now(),
        united_by=by,
    )


def separate_again(
    *,
    shape: Shape,
    union: Union,
    by: AbstractBaseUser,
    revive: Callable[[models.Model, models.Model, Union], None],
    now: datetime | None = None,
) -> models.Model:
    """Undo a union: the row stands for itself, with all that named it and still names the kept one.

    Of the kept row, what was changed since stays; the rest is as before the union. `revive` sets what else the two rows
    were, before they are saved. Undone from the last one backwards, where the kept row was united in its turn.
    """
    with transaction.atomic():
        union = Union.objects.select_for_update().get(pk=union.pk)
        if union.undone_at:
            raise NotSeparable("Cette réunion est déjà défaite.")
        both = shape.model._default_manager.select_for_update(of=("self",)).filter(pk__in=[union.kept, union.gone])
        rows = {row.pk: row for row in both.order_by("pk")}
        if len(rows) < 2:
            raise NotSeparable("L’une des deux fiches n’est plus là : elle a été supprimée ou effacée depuis.")
        kept, gone = rows[union.kept], rows[union.gone]
        if kept.merged_into_id or gone.merged_into_id != kept.pk:
            raise NotSeparable(
                "La fiche gardée a été réunie depuis avec une autre : défaites d’abord cette réunion-là, depuis "
                "l’historique de l’autre."
            )
        try:
            with transaction.atomic():
                gone.merged_into = None
                revive(kept, gone, union)
                write(shape, kept, _back(shape, kept, union), by=by, why=f"séparée de la fiche {gone.pk}")
                if hasattr(gone, "version"):
                    gone.version += 1
                gone._history_user, gone._change_reason = by, f"séparée de la fiche {kept.pk}"
                gone.validate_constraints()
                gone.save()
                come_back(Moved(**union.moved), kept, gone, by=by)
        except (IntegrityError, ValidationError, Unreadable) as refusal:
            raise NotSeparable(
                f"« {gone} » ne peut pas revenir : rien n’est changé. {told_refusal(refusal)}"
            ) from refusal
        union.undone_at, union.undone_by = now or timezone.now(), by
        union.save()
        note(Kind.SEPARATED, by=by, about=kept, told=f"de la fiche {gone.pk}", now=now)
    return gone


def _back(shape: Shape, kept: models.Model, union: Union) -> Content:
    """What the union changed in the kept row and nobody changed since, as it was."""
    current = content_of(shape, kept)
    back = {
        name: merged(union.after[name], old, current[name]) for name, old in union.before.items() if name in current
    }
    before, after = (
        content_at(shape, kept, datetime.fromisoformat(union.values[moment])) for moment in ("began", "ended")
    )
    for one in shape.fields:
        is_known = before is not None and after is not None
        if is_known and not same(before[one.name], after[one.name]) and same(current[one.name], after[one.name]):
            back[one.name] = before[one.name]
    return back
