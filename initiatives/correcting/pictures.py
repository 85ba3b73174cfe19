"""Another picture, or other words for it, as part of a correction: kept aside until an editor decides.

In the changes of a correction it stands under `NAME`, as facts to be shown and the key of the row that holds the files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from backoffice.pictures.keeping import File, NotShowable, describe, keep
from backoffice.pictures.models import WRITTEN
from backoffice.pictures.showing import Facts, facts_of, shown
from initiatives.correcting.models import Correction
from initiatives.correcting.refusals import NotDecidable, NothingProposed, NotProposable
from initiatives.models import Initiative, Picture

NAME = "picture"
LABEL = "Image"


@dataclass(frozen=True)
class ProposedPicture:
    """Both pictures as the page shows them; `today` is that of the record as it stands now, None where it has none."""

    today: Facts | None
    new: Facts
    is_stale: bool
    name: str = NAME
    label: str = LABEL


def propose_picture(
    *,
    initiative: Initiative,
    files: Iterable[File],
    sha256: str,
    facts: dict[str, Any],
    by: AbstractBaseUser,
    now: datetime | None = None,
) -> Correction:
    """Keep a picture that an editor may take for that of the initiative. It replaces the one that the same person
    proposed before. Raises NotShowable for what is said of it."""
    with transaction.atomic():
        initiative = _online(initiative)
        _forget(initiative, _open(initiative, by))
        if initiative.pictures.filter(sha256=sha256).exists():
            raise NothingProposed("Ce fichier est déjà, ou a déjà été, l’image de cette fiche : décrivez-la sans lui.")
        state = {"is_current": False, "is_proposed": True}
        picture = keep(initiative.pictures, files=files, sha256=sha256, facts=facts, by=by, now=now, **state)
        return _propose(initiative, picture, facts, by=by, now=now)


def propose_caption(
    *, initiative: Initiative, facts: dict[str, Any], by: AbstractBaseUser, now: datetime | None = None
) -> Correction:
    """Other words for the present picture."""
    with transaction.atomic():
        initiative = _online(initiative)
        picture = _current(initiative)
        if picture is None:
            raise NotShowable("Cette image vient d’être retirée\u00a0: choisissez un fichier pour la remettre.")
        if _written(facts) == _written({name: getattr(picture, name) for name in WRITTEN}):
            raise NothingProposed("Rien n’a changé : il n’y a rien à proposer.")
        _forget(initiative, _open(initiative, by))
        return _propose(initiative, picture, facts, by=by, now=now)


def proposed_picture(correction: Correction) -> ProposedPicture | None:
    """Two queries; None for a correction without a picture, or whose picture is gone."""
    change = correction.changes.get(NAME)
    if change is None:
        return None
    current = _current(correction.initiative)
    proposed = correction.initiative.pictures.filter(pk=change["new"]["id"]).first()
    if proposed is None:
        return None
    return ProposedPicture(
        today=shown(facts_of(current)) if current else None,
        new=shown(facts_of(proposed) | change["new"]["told"]),
        is_stale=correction.is_open and (facts_of(current) if current else None) != change["old"],
    )


def take_picture(initiative: Initiative, change: dict[str, Any]) -> None:
    """Make what was proposed the picture of the initiative, whose row is locked. The caller writes the history."""
    picture = initiative.pictures.filter(pk=change["new"]["id"]).first()
    if picture is None:
        raise NotDecidable("Rien n’est changé. L’image proposée vient d’être retirée.")
    initiative.pictures.exclude(pk=picture.pk).update(is_current=False)
    facts = change["new"]["told"] | {"is_current": True, "is_proposed": False}
    try:
        describe(picture, facts)
    except NotShowable as refusal:
        raise NotDecidable(f"Rien n’est changé. {refusal}") from refusal


def forget_picture(correction: Correction) -> None:
    """Destroy the files of a proposal that was not taken."""
    _forget(correction.initiative, correction)


def _online(initiative: Initiative) -> Initiative:
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if not initiative.is_published:
        raise NotProposable("Cette fiche n’est plus en ligne : modifiez-la directement.")
    return initiative


def _open(initiative: Initiative, by: AbstractBaseUser) -> Correction | None:
    return Correction.objects.open().filter(initiative=initiative, proposed_by=by).first()


def _current(initiative: Initiative) -> Picture | None:
    return initiative.pictures.filter(is_current=True).first()


def _forget(initiative: Initiative, correction: Correction | None) -> None:
    if correction and (change := correction.changes.get(NAME)):
        initiative.pictures.filter(pk=change["new"]["id"], is_proposed=True).delete()


def _propose(
    initiative: Initiative, picture: Picture, facts: dict[str, Any], *, by: AbstractBaseUser, now: datetime | None
) -> Correction:
    current = _current(initiative)
    correction = _open(initiative, by) or Correction(initiative=initiative, proposed_by=by, changes={}, version=0)
    correction.changes[NAME] = {
        "old": facts_of(current) if current else None,
        "new": {"id": picture.pk, "told": _written(facts)},
    }
    correction.proposed_at = now or timezone.now()
    correction.version += 1
    correction.save()
    return correction


def _written(facts: dict[str, Any]) -> dict[str, Any]:
    """As JSON keeps it: texts, the day too, or nothing."""
    empty = {"consent_on": None}
    return {name: str(facts[name]) if facts.get(name) else empty.get(name, "") for name in WRITTEN}
