"""Mending a text by one click, and taking it back. What is written is what the remark proposed, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from bulletins.checks import Block, Page, Problem, remarks_on
from bulletins.models import Bulletin, Entry, Section
from bulletins.reach.rule import locked_bulletin, refuse_beyond
from initiatives.models import Initiative
from organisations.models import Person

MODELS: dict[Page, type[models.Model]] = {
    Page.BULLETIN: Bulletin,
    Page.RECORD: Initiative,
    Page.PERSON: Person,
}


class MendRefusal(Exception):
    """Nothing was written; the message is a French sentence for the person who asked."""


@dataclass(frozen=True)
class Mended:
    """One text that was mended: enough to put the former one back while nobody has written there since."""

    target: str
    history_id: int  # the version before
    digest: str  # of the text that the mend wrote


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def target_of(block: Block) -> str:
    """“Entry-12-wording”: the row and the field that hold the text, as a form names them."""
    model, pk, field = _place(block)
    return f"{model.__name__}-{pk}-{field}"


def may_mend(user: AbstractBaseUser, problem: Problem, *, published: Iterable[int] = ()) -> bool:
    """Whoever may write the text. A record that is online is written by those who may publish it: `published` ids."""
    if problem.mend is None or problem.block is None:
        return False
    model, pk, _ = _place(problem.block)
    if model is Initiative and pk in published and not user.has_perm("initiatives.publish_initiative"):
        return False
    return user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")


def mend_texts(
    *, bulletin: Bulletin, name: str, by: AbstractBaseUser, target: str = "", seen: str = ""
) -> list[Mended]:
    """Apply the mends `name` of today's remarks: the one at `target`, on the text whose digest was `seen`, or all.

    A text that someone changed meanwhile is judged anew: without a remark of this name it is left alone.
    """
    with transaction.atomic():
        bulletin = Bulletin.objects.select_for_update(of=("self",)).select_related("series").get(pk=bulletin.pk)
        refuse_beyond(by, bulletin)
        if bulletin.status == Bulletin.Status.WITHDRAWN:
            raise MendRefusal("Ce bulletin a été retiré : il ne change plus.")
        found = [one for one in remarks_on(bulletin) if one.mend and one.mend.name == name and one.block]
        online = set(
            Initiative.objects.published().filter(entries__section__bulletin=bulletin).values_list("pk", flat=True)
        )
        if target:
            found = [one for one in found if target_of(one.block) == target]
            if not found or digest_of(found[0].mend.before) != seen:
                raise MendRefusal("Ce texte a changé entre-temps : relisez la remarque, puis recommencez.")
            if not may_mend(by, found[0], published=online):
                raise MendRefusal("Cette fiche est en ligne : seule l’édition en change le texte.")
        found = [one for one in found if may_mend(by, one, published=online)]
        return [_write(bulletin, one, by=by) for one in {target_of(one.block): one for one in found}.values()]


def take_back(*, bulletin: Bulletin, mended: Iterable[Mended], by: AbstractBaseUser) -> int:
    """Put the former texts back where nobody has written since; how many were put back."""
    count = 0
    with transaction.atomic():
        bulletin = locked_bulletin(bulletin.pk, by=by)
        for one in mended:
            model, pk, field = _read(one.target)
            row = model.objects.select_for_update().filter(pk=pk).first()
            former = model.history.filter(**{model._meta.pk.attname: pk, "history_id": one.history_id}).first()
            if row is None or former is None or digest_of(getattr(row, field)) != one.digest:
                continue
            row = bulletin if model is Bulletin else row
            _save(bulletin, row, field, getattr(former, field), by=by, why="correction annulée")
            count += 1
    if not count:
        raise MendRefusal("Ces textes ont changé depuis la correction : ils restent comme ils sont.")
    return count


def _write(bulletin: Bulletin, problem: Problem, *, by: AbstractBaseUser) -> Mended:
    model, pk, field = _place(problem.block)
    row = bulletin if model is Bulletin else model.objects.select_for_update().get(pk=pk)
    before = row.history.order_by("-history_date", "-history_id").first()
    if before is None or getattr(before, field) != getattr(row, field):
        # Written by a command that keeps no history: the text must be there to be put back.
        _save(bulletin, row, field, getattr(row, field), by=by, why="avant la correction")
        before = row.history.latest()
    _save(bulletin, row, field, problem.mend.after, by=by, why=f"en un clic : {problem.mend.label.lower()}")
    return Mended(target_of(problem.block), before.history_id, digest_of(problem.mend.after))


def _save(bulletin: Bulletin, row: models.Model, field: str, text: str, *, by: AbstractBaseUser, why: str) -> None:
    """Write the row; a part of the bulletin moves its version on, so that an older form is refused."""
    setattr(row, field, text)
    for one in [row, bulletin] if isinstance(row, Section | Entry) else [row]:
        if hasattr(one, "version"):
            one.version += 1
        one._history_user, one._change_reason = by, why[:100]
        one.save()


def _place(block: Block) -> tuple[type[models.Model], int, str]:
    if block.page is Page.SECTION:
        if block.entry_id is not None:
            return Entry, block.entry_id, "wording"
        return Section, block.row_id, block.part
    return MODELS[block.page], block.row_id, block.part


def _read(target: str) -> tuple[type[models.Model], int, str]:
    name, pk, field = target.split("-")
    model = {one.__name__: one for one in (Bulletin, Section, Entry, Initiative, Person)}[name]
    return model, int(pk), field
