"""What people of the office say to each other on the way to a text: proposals, exchanges, tasks, proofs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from bulletins.models import Bulletin, Schedule
from initiatives.correcting.models import Correction
from ledger.retention.rules import Rows
from workshop.models import Assignment, Comment, ProofLink


def _refused(before: datetime) -> QuerySet:
    not_taken = (Correction.Status.REFUSED, Correction.Status.DROPPED)
    return Correction.objects.filter(status__in=not_taken, decided_at__lt=before)


def _accepted(before: datetime) -> QuerySet:
    """Even in part. The history of the record goes on telling what changed, when and by whom."""
    taken = (Correction.Status.ACCEPTED, Correction.Status.PARTLY)
    return Correction.objects.filter(status__in=taken, decided_at__lt=before)


def _settled(before: datetime) -> QuerySet:
    """The first words of exchanges; their answers go with them."""
    return Comment.objects.opening().filter(resolved_at__lt=before)


def _done(before: datetime) -> QuerySet:
    return Assignment.objects.filter(done_at__lt=before)


def _ended(before: datetime) -> QuerySet:
    return ProofLink.objects.filter(Q(revoked_at__lt=before) | Q(expires_at__lt=before))


def _plans(before: datetime) -> QuerySet:
    """But for the last one of a draft, which says why it has not come out."""
    later = Schedule.objects.filter(bulletin=OuterRef("bulletin"), pk__gt=OuterRef("pk"))
    last_of_a_draft = ~Exists(later) & Q(bulletin__status=Bulletin.Status.DRAFT)
    return Schedule.objects.filter(ended_at__lt=before).exclude(last_of_a_draft)


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
        why="Son auteur a lu le mot de l’édition.",
        rows=_refused,
    ),
    Rows(
        name="accepted_corrections",
        one="proposition de correction acceptée",
        many="propositions de correction acceptées",
        since="la décision",
        why="Dit qui a proposé un texte public, le temps d’en répondre. L’historique de la fiche reste.",
        rows=_accepted,
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
    Rows(
        name="schedules",
        one="parution programmée close",
        many="parutions programmées closes",
        since="la parution ou l’abandon",
        why="Dit qui avait programmé quoi. Le bulletin paru et le journal restent ; le lien de la presse finit aussi.",
        rows=_plans,
    ),
)
