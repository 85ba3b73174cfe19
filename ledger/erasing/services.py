"""Erasing somebody: one asks, another confirms; nothing goes before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from time import monotonic

from django.contrib.auth.models import AbstractBaseUser, Permission, User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note as note_in_journal
from bulletins.occulting.choice import Owner
from bulletins.occulting.erasing import erase
from bulletins.refusals import BulletinRefusal
from french.wording import enumerated
from ledger.erasing import accounts, listing
from ledger.erasing.backups import backups_holding
from ledger.erasing.findings import findings_of, sure_owners, undecided
from ledger.erasing.models import Erasure
from ledger.erasing.prints import prints_of
from ledger.erasing.refusals import (
    AlreadyAsked,
    ErasureRefusal,
    NotPending,
    Outdated,
    SameKey,
    TellsIt,
)
from ledger.erasing.subjects import MODELS, Row, kind_of, right_to_erase, row_of, subject


def ask_erasure(
    *,
    row: Row,
    by: AbstractBaseUser,
    reason: str,
    note: str = "",
    spared: Iterable[Owner] = (),
    families: Iterable[Owner] = (),
    seen: Iterable[Owner] = (),
    now: datetime | None = None,
) -> Erasure:
    """The first key: nothing is destroyed yet. `seen` are the records that were shown for a decision; those `spared`
    name somebody else. What names the person by key cannot be spared."""
    row = getattr(row, "survivor", row)
    kind = kind_of(row)
    if subject(row).choice.holds(note):
        raise TellsIt("La précision redit ce que vous effacez, et elle est gardée\u00a0: écrivez-la sans le citer.")
    if kind == Erasure.Kind.ACCOUNT:
        accounts.refuse_last_administrator(row)
    try:
        with transaction.atomic():
            erasure = Erasure.objects.create(
                kind=kind,
                key=row.pk,
                reason=reason,
                note=note.strip(),
                spared=_listed(set(spared) - sure_owners(row)),
                families=_listed(families),
                seen=_listed(seen),
                asked_at=now or timezone.now(),
                asked_by=by,
            )
            note_in_journal(Kind.ERASURE_ASKED, by=by, about=erasure, told=erasure.get_reason_display(), now=now)
    except IntegrityError as error:
        if "one_pending" not in str(error):
            raise
        raise AlreadyAsked("Un effacement de cette fiche est déjà demandé\u00a0: il attend sa confirmation.") from error
    return erasure


def confirm_erasure(
    *, erasure: Erasure, by: AbstractBaseUser, alone_because: str = "", now: datetime | None = None
) -> Erasure:
    """The second key, and the act: all of it in one transaction that reads everything again, or nothing.

    Raises NotPending, SameKey, Outdated, TellsIt, LastAdministrator; OccultationIncomplete names what would be left.
    """
    now = now or timezone.now()
    with transaction.atomic():
        erasure = Erasure.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=erasure.pk)
        if not erasure.is_pending:
            raise NotPending("Cet effacement est déjà fait ou refusé.")
        row = MODELS[erasure.kind].objects.select_for_update(of=("self",)).filter(pk=erasure.key).first()
        if row is None:
            raise NotPending("Cette fiche n’existe plus\u00a0: refusez la demande, elle est sans objet.")
        if by.pk == erasure.asked_by_id:
            _refuse_same_key(row, by=by, alone_because=alone_because)
        if erasure.kind == Erasure.Kind.ACCOUNT:
            accounts.refuse_last_administrator(row)
        asked = subject(row, spared=_owners(erasure.spared), families=_owners(erasure.families))
        if asked.choice.holds(alone_because):
            raise TellsIt("La précision redit ce que vous effacez, et elle est gardée\u00a0: écrivez-la sans le citer.")
        if unseen := undecided(findings_of(row), _owners(erasure.seen)):
            raise Outdated(
                f"Depuis la demande, ce nom se trouve aussi ici\u00a0: {enumerated(unseen)}. Refusez-la, puis "
                "demandez de nouveau l’effacement en disant ce qu’il en est."
            )
        prints = prints_of(asked.rows)
        began = monotonic()
        done = erase(asked, by=by, reason=f"{erasure.get_reason_display()} (effacement n°\u00a0{erasure.pk})", now=now)
        erasure.confirmed_at, erasure.confirmed_by, erasure.prints = now, by, prints
        erasure.alone_because = alone_because.strip() if by.pk == erasure.asked_by_id else ""
        erasure.report = {
            "done": done.done,
            "searched": done.searched,
            "spared": [f"{MODELS_TOLD.get(label, 'fiche')} n°\u00a0{pk}" for label, pk in _owners(erasure.spared)],
            "backups": backups_holding(now),
            "seconds": round(monotonic() - began, 1),
        }
        erasure.save()
        transaction.on_commit(partial(listing.keep, erasure))
    return erasure


MODELS_TOLD = {
    "initiatives.initiative": "initiative",
    "bulletins.bulletin": "bulletin",
    "organisations.organisation": "organisation",
    "organisations.person": "personne",
    "documents.sourcedocument": "document",
}


def refuse_erasure(*, erasure: Erasure, by: AbstractBaseUser, because: str, now: datetime | None = None) -> Erasure:
    """Nothing is destroyed; whoever asked may refuse too, which takes the request back."""
    with transaction.atomic():
        erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
        if not erasure.is_pending:
            raise NotPending("Cet effacement est déjà fait ou refusé.")
        if not because.strip():
            raise ErasureRefusal("Dites pourquoi\u00a0: la personne qui l’a demandé le lira.")
        row = row_of(erasure.kind, erasure.key)
        if row is not None and subject(row).choice.holds(because):
            raise TellsIt("La raison redit de qui il s’agit, et elle est gardée\u00a0: écrivez-la sans la nommer.")
        erasure.refused_at, erasure.refused_by, erasure.refused_because = now or timezone.now(), by, because.strip()
        erasure.save()
        note_in_journal(Kind.ERASURE_REFUSED, by=by, about=erasure, told=because.strip(), now=now)
    return erasure


def others_who_may(row: Row, *, by: AbstractBaseUser) -> bool:
    """Is there an active account besides that may turn the second key? One query."""
    app, _, codename = right_to_erase(row).partition(".")
    given = Permission.objects.filter(content_type__app_label=app, codename=codename)
    rights = Q(groups__permissions__in=given) | Q(user_permissions__in=given) | Q(is_superuser=True)
    return User.objects.filter(rights, is_active=True).exclude(pk=by.pk).exists()


def _refuse_same_key(row: Row, *, by: AbstractBaseUser, alone_because: str) -> None:
    if others_who_may(row, by=by):
        raise SameKey("Vous avez demandé cet effacement\u00a0: une autre personne le confirme.")
    if not alone_because.strip():
        raise SameKey("Personne d’autre ne peut confirmer\u00a0: écrivez pourquoi vous le faites seul.")


def _listed(owners: Iterable[Owner]) -> list[list[object]]:
    return [list(owner) for owner in sorted(set(owners))]


def _owners(listed: list[list[object]]) -> list[Owner]:
    return [(str(label), int(pk)) for label, pk in listed]


REFUSALS = (ErasureRefusal, BulletinRefusal)
