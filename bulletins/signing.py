"""Two pairs of eyes: in a series that asks for it, nobody publishes alone the bulletin that she or he began.

An approval holds for one text: it keeps the fingerprint of what publication would freeze, so that one word changed
anywhere, in the bulletin or in a record that it cites, needs another.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from backoffice.history import name_of
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from bulletins.models import Bulletin, Series
from bulletins.reach.rule import locked_bulletin
from bulletins.snapshots import build_snapshot, fingerprint

REASON_LENGTH = 300


class NotApprovable(Exception):
    """The approval is refused; the message is a French sentence for the person who asked."""


def approve_bulletin(
    *, bulletin: Bulletin, by: AbstractBaseUser, now: datetime | None = None, expected_version: int | None = None
) -> Bulletin:
    """Give the “bon à tirer” for the text of today. `expected_version` is the version that was read."""
    with transaction.atomic():
        bulletin = locked_bulletin(bulletin.pk, by=by)
        bulletin.series = Series.objects.get(pk=bulletin.series_id)
        if bulletin.status != Bulletin.Status.DRAFT:
            raise NotApprovable("Ce bulletin n’est plus un brouillon : il n’y a plus de bon à tirer à donner.")
        if bulletin.created_by_id == by.pk:
            raise NotApprovable("Vous avez créé ce bulletin : le bon à tirer se donne par une autre personne.")
        if expected_version is not None and bulletin.version != expected_version:
            raise NotApprovable("Le bulletin a été modifié depuis que vous l’avez relu : relisez-le, puis approuvez.")
        bulletin.approved_at, bulletin.approved_by = now or timezone.now(), by
        bulletin.approved_sha256 = fingerprint(build_snapshot(bulletin))
        bulletin.version += 1
        bulletin._history_user, bulletin._change_reason = by, "bon à tirer donné"
        bulletin.save()
        note(Kind.APPROVED, by=by, about=bulletin, told="bon à tirer", now=now)
    return bulletin


def is_approved(bulletin: Bulletin) -> bool:
    """Whether the approval that was given holds for the text as it stands; reads all of the bulletin."""
    return bool(bulletin.approved_sha256) and bulletin.approved_sha256 == fingerprint(build_snapshot(bulletin))


def approval_sentence(bulletin: Bulletin) -> str:
    """Where the draft stands with its second reader; empty where its series asks for none."""
    if not bulletin.series.needs_second_reader or bulletin.status != Bulletin.Status.DRAFT:
        return ""
    if not bulletin.approved_at:
        return "Le bon à tirer n’est pas encore donné."
    who = name_of(bulletin.approved_by)
    if is_approved(bulletin):
        return f"Bon à tirer donné par {who}."
    return f"Le texte a changé depuis le bon à tirer de {who} : il en faut un autre."


def refusal_of_signature(bulletin: Bulletin, *, by: AbstractBaseUser, emergency_reason: str = "") -> str:
    """Why `by` cannot publish the draft alone; empty when nothing forbids it."""
    if not bulletin.series.needs_second_reader or bulletin.created_by_id != by.pk or emergency_reason.strip():
        return ""
    if is_approved(bulletin):
        return ""
    return (
        "Vous avez créé ce bulletin, et cette série demande le bon à tirer d’une autre personne : demandez-le, ou "
        "publiez en urgence en disant pourquoi."
    )
