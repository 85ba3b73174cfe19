"""Documents that officers drop in, and the proposal that is reviewed until it becomes a draft bulletin."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from backoffice.rules import implies, signed
from bulletins.models import Bulletin


def private_path(document: SourceDocument, filename: str) -> str:
    """Where an original is kept: by its fingerprint, so that no personal name of a file name reaches the disk."""
    return f"documents/{document.sha256[:2]}/{document.sha256}"


class SourceDocument(models.Model):
    """An original as it was dropped in. Kept privately, handed out as a download only to the back office."""

    sha256 = models.CharField("empreinte", max_length=64, unique=True)
    filename = models.CharField("nom du fichier", max_length=200)
    content = models.FileField("original", upload_to=private_path)
    size = models.PositiveIntegerField("taille en octets")
    received_at = models.DateTimeField("reçu le", default=timezone.now)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="déposé par", related_name="+"
    )
    erased_at = models.DateTimeField("effacé le", null=True, blank=True)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="effacé par", related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "document source"
        verbose_name_plural = "documents sources"
        ordering = ["-received_at"]
        constraints = [
            signed("erased", "La date d’effacement va avec son auteur."),
            implies(
                "erased_has_no_file",
                Q(erased_at__isnull=False),
                Q(content=""),
                "Un document effacé n’a plus de fichier.",
            ),
        ]

    def __str__(self) -> str:
        return self.filename


class DocumentImport(models.Model):
    """The review of one document: its text, the proposal as corrected so far, and what accepting it made."""

    class Status(models.TextChoices):
        REVIEW = "review", "à relire"
        ACCEPTED = "accepted", "accepté"
        UNDONE = "undone", "annulé"

    document = models.ForeignKey(SourceDocument, models.PROTECT, verbose_name="document", related_name="imports")
    status = models.CharField("état", max_length=8, choices=Status, default=Status.REVIEW)
    text = models.TextField("texte lu")
    proposal = models.JSONField("proposition")
    report = models.JSONField("compte rendu", default=dict, blank=True)
    bulletin = models.ForeignKey(
        Bulletin, models.SET_NULL, verbose_name="bulletin", related_name="imports", null=True, blank=True
    )
    created_at = models.DateTimeField("commencée le", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="commencée par", related_name="+"
    )
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="acceptée par", related_name="+", null=True, blank=True
    )
    undone_at = models.DateTimeField("annulée le", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="annulée par", related_name="+", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "import de document"
        verbose_name_plural = "imports de documents"
        ordering = ["-created_at"]
        constraints = [
            signed("accepted", "La date d’acceptation va avec son auteur."),
            signed("undone", "La date d’annulation va avec son auteur."),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"
