"""Proposing a correction, accepting it whole or in part, refusing it, giving it up. Each act is one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from backoffice.history import name_of
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.records.contents import Content, NamedChange, Unreadable, changed, content_of, merged, same, told, write
from french.wording import enumerated
from initiatives.correcting.models import Correction
from initiatives.correcting.pictures import LABEL, NAME, forget_picture, take_picture
from initiatives.correcting.refusals import NotDecidable, NothingProposed, NotProposable
from initiatives.models import Initiative
from initiatives.services import private_contact_sentence
from initiatives.shape import SHAPE

Status = Correction.Status


@dataclass(frozen=True)
class Proposed:
    """One proposed change against the record of today. `is_stale`: someone changed that very field meanwhile."""

    name: str
    label: str
    today: NamedChange | None  # None: the record already says so
    is_stale: bool
    meant: NamedChange  # as it was proposed, against the text of that day


def propose_correction(
    *, initiative: Initiative, content: Content, by: AbstractBaseUser, now: datetime | None = None
) -> Correction:
    """Keep what `content` would change in an initiative that is online. What the same person proposed before and
    does not touch again stays proposed."""
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
        if not initiative.is_published:
            raise NotProposable("Cette fiche n’est plus en ligne : modifiez-la directement.")
        changes = changed(content_of(SHAPE, initiative), content)
        if not changes:
            raise NothingProposed("Rien n’a changé : il n’y a rien à proposer.")
        correction = Correction.objects.open().filter(initiative=initiative, proposed_by=by).first()
        if correction is None:
            correction = Correction(initiative=initiative, proposed_by=by, changes={}, version=0)
        correction.changes |= changes
        correction.proposed_at = now or timezone.now()
        correction.version += 1
        correction.save()
    return correction


def accept_correction(
    *,
    correction: Correction,
    names: Iterable[str],
    by: AbstractBaseUser,
    reason: str = "",
    expected_version: int | None = None,
    now: datetime | None = None,
) -> Correction:
    """Write the named changes into the public record. Those that are left out are refused, for a reason.

    `expected_version` is the version of the record that the editor has read: another one is refused.
    """
    with transaction.atomic():
        correction, initiative = _locked(correction)
        if not initiative.is_published:
            raise NotDecidable("La fiche n’est plus en ligne : refusez la proposition, ou changez la fiche.")
        if expected_version is not None and initiative.version != expected_version:
            raise NotDecidable("La fiche a changé depuis que vous l’avez lue : relisez la différence, puis acceptez.")
        chosen = [name for name in correction.changes if name in set(names)]
        if not chosen:
            raise NotDecidable("Cochez ce que vous acceptez, ou refusez la proposition.")
        is_whole = len(chosen) == len(correction.changes)
        if not is_whole and not reason.strip():
            raise NotDecidable("Dites en un mot pourquoi le reste n’est pas accepté.")
        current = content_of(SHAPE, initiative)
        values = {
            name: merged(one["old"], one["new"], current[name])
            for name, one in correction.changes.items()
            if name in chosen and name != NAME
        }
        what = enumerated([label_of(name).lower() for name in chosen])
        if NAME in chosen:
            take_picture(initiative, correction.changes[NAME])
        else:
            forget_picture(correction)
        try:
            write(SHAPE, initiative, values, by=by, why=f"correction de {name_of(correction.proposed_by)} : {what}")
        except Unreadable as refusal:
            raise NotDecidable(f"Rien n’est changé. {refusal}") from refusal
        if sentence := private_contact_sentence(initiative):
            raise NotDecidable(f"Rien n’est changé. {sentence}")
        correction.accepted = chosen
        _decide(correction, Status.ACCEPTED if is_whole else Status.PARTLY, by=by, reason=reason, now=now)
    return correction


def refuse_correction(
    *, correction: Correction, by: AbstractBaseUser, reason: str, now: datetime | None = None
) -> Correction:
    """Leave the record as it is. The reason is told to who proposed."""
    if not reason.strip():
        raise NotDecidable("Dites en un mot pourquoi la proposition n’est pas retenue.")
    with transaction.atomic():
        correction, _ = _locked(correction)
        forget_picture(correction)
        _decide(correction, Status.REFUSED, by=by, reason=reason, now=now)
    return correction


def drop_correction(*, correction: Correction, by: AbstractBaseUser, now: datetime | None = None) -> Correction:
    """Give up one's own proposal."""
    with transaction.atomic():
        correction, _ = _locked(correction)
        if correction.proposed_by_id != by.pk:
            raise NotDecidable("Cette proposition est d’une autre personne : l’édition l’accepte ou la refuse.")
        forget_picture(correction)
        _decide(correction, Status.DROPPED, by=by, reason="", now=now)
    return correction


def label_of(name: str) -> str:
    return LABEL if name == NAME else SHAPE.label(name)


def proposed_changes(correction: Correction) -> list[Proposed]:
    """Each change against the record as it stands now, but that of the picture."""
    current = content_of(SHAPE, correction.initiative)
    meant = {one.name: one for one in told(SHAPE, correction.changes)}
    found = []
    for name, one in correction.changes.items():
        if name not in meant:
            continue  # a field that a later version of the program no longer has
        new = merged(one["old"], one["new"], current[name])
        today = None if same(current[name], new) else told(SHAPE, {name: {"old": current[name], "new": new}})[0]
        is_stale = not isinstance(new, list) and not same(current[name], one["old"]) and today is not None
        found.append(Proposed(name, SHAPE.label(name), today, is_stale, meant[name]))
    order = list(meant)
    return sorted(found, key=lambda change: order.index(change.name))


def _locked(correction: Correction) -> tuple[Correction, Initiative]:
    initiative = Initiative.objects.select_for_update().get(pk=correction.initiative_id)
    correction = Correction.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=correction.pk)
    if not correction.is_open:
        raise NotDecidable(f"Cette proposition est déjà {correction.get_status_display()}.")
    return correction, initiative


def _decide(correction: Correction, status: Status, *, by: AbstractBaseUser, reason: str, now: datetime | None) -> None:
    correction.status, correction.reason = status, reason.strip()
    correction.decided_at, correction.decided_by = now or timezone.now(), by
    correction.version += 1
    correction.save()
    told = f"{correction.get_status_display()} {correction.reason}".strip()
    note(Kind.CORRECTION_DECIDED, by=by, about=correction.initiative, told=told, now=now)
