"""Imported documents: working copies of a text that the office has elsewhere, with every name that it gives."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from bulletins.models import Bulletin
from documents.models import DocumentImport, SourceDocument
from ledger.retention.rules import Rows

Status = DocumentImport.Status


def _open(before: datetime) -> QuerySet:
    return DocumentImport.objects.filter(status=Status.REVIEW, created_at__lt=before)


def _closed(before: datetime) -> QuerySet:
    return DocumentImport.objects.filter(status=Status.UNDONE, undone_at__lt=before)


def _accepted(before: datetime) -> QuerySet:
    """As long as the bulletin is a draft, the import may still be undone, which takes its report."""
    drafts = Bulletin.objects.filter(status=Bulletin.Status.DRAFT)
    return DocumentImport.objects.filter(status=Status.ACCEPTED, accepted_at__lt=before).exclude(bulletin__in=drafts)


def _originals(before: datetime) -> QuerySet:
    """Without an import that needs them. What was erased on request stays as a fingerprint: it is never read again."""
    return SourceDocument.objects.filter(imports=None, erased_at=None, received_at__lt=before)


def _take_originals(rows: QuerySet) -> None:
    """The file goes when it is sure, and unless the same document was dropped in again meanwhile."""
    files = [(source.content.storage, source.content.name) for source in rows if source.content]
    rows.delete()
    for storage, name in files:
        transaction.on_commit(partial(_delete_unless_used, storage, name))


def _delete_unless_used(storage, name: str) -> None:
    if not SourceDocument.objects.filter(content=name).exists():
        storage.delete(name)


RULES = (
    Rows(
        name="reviews",
        one="relecture d’import laissée en cours",
        many="relectures d’import laissées en cours",
        since="le dépôt du document",
        why="Un brouillon que personne n’a fini ne sert plus ; il garde le texte entier du document et ses noms.",
        rows=_open,
    ),
    Rows(
        name="undone_imports",
        one="import annulé ou abandonné",
        many="imports annulés ou abandonnés",
        since="l’annulation",
        why="Rien n’en est resté dans le répertoire. Le délai laisse le temps de reprendre la relecture.",
        rows=_closed,
    ),
    Rows(
        name="accepted_imports",
        one="import accepté",
        many="imports acceptés",
        since="l’acceptation, une fois le bulletin paru",
        why="Le compte rendu permet de vérifier d’où vient une fiche. Fiches et bulletin restent ; le texte lu part.",
        rows=_accepted,
    ),
    Rows(
        name="originals",
        one="original de document",
        many="originaux de documents",
        since="le dépôt, quand plus aucun import n’en dépend",
        why="Une copie de travail : le service garde l’original parmi ses archives.",
        rows=_originals,
        take=_take_originals,
    ),
)
