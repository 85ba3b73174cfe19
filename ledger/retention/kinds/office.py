"""What people of the office say to each other on the way to a text: proposals, exchanges, tasks, proofs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from initiatives.correcting.models import Correction
from ledger.retention.rules import Rows
from workshop.models import Assignment, Comment, ProofLink


def _refused(before: datetime) -> QuerySet:
    """What was accepted, even in part, tells why a public text changed: it stays with the record."""
    not_taken = (Correction.Status.REFUSED, Correction.Status.DROPPED)
    return Correction.objects.filter(status__in=not_taken, decided_at__lt=before)


def _settled(before: datetime) -> QuerySet:
    """The first words of exchanges; their answers go with them."""
    return Comment.objects.opening().filter(resolved_at__lt=before)


def _done(before: datetime) -> QuerySet:
    return Assignment.objects.filter(done_at__lt=before)


def _ended(before: datetime) -> QuerySet:
    return ProofLink.objects.filter(Q(revoked_at__lt=before) | Q(expires_at__lt=before))


def _take_proofs(rows: QuerySet) -> None:
    """With the remarks that came by them, and their history, which the database lets go once the link is gone."""
    keys = list(rows.values_list("pk", flat=True))
    rows.delete()
    ProofLink.history.filter(id__in=keys).delete()


RULES = (
    Rows(
        name="corrections",
        one="proposition de correction non retenue",
        many="propositions de correction non retenues",
        since="la décision",
        why="Son auteur a lu le mot de l’édition. Ce qui a été accepté reste : cela explique un texte public.",
        rows=_refused,
    ),
    Rows(
        name="exchanges",
        one="échange réglé",
        many="échanges réglés",
        since="le règlement",
        why="Des propos d’agents sur un travail terminé.",
        rows=_settled,
    ),
    Rows(
        name="tasks_done",
        one="tâche faite",
        many="tâches faites",
        since="le jour où elle est faite",
        why="Dit qui a fait quoi et quand : utile à l’équipe pendant l’année, pas au-delà.",
        rows=_done,
    ),
    Rows(
        name="proofs",
        one="lien d’épreuve fermé, avec ses remarques",
        many="liens d’épreuve fermés, avec leurs remarques",
        since="la fin du lien",
        why="Noms et remarques de lecteurs extérieurs, sur un bulletin qui a paru. L’historique du lien part aussi.",
        rows=_ended,
        take=_take_proofs,
    ),
)
