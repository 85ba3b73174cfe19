"""Proofs that people outside the office read by a link of their own, and what they remark."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from backoffice.rules import rule, signed
from bulletins.models import Bulletin, Entry

REMARK_LENGTH = 2000
NAME_LENGTH = 80


def new_key() -> str:
    return secrets.token_urlsafe(12)


class ProofLinkQuerySet(models.QuerySet):
    def open(self, *, now: datetime | None = None) -> ProofLinkQuerySet:
        """Those that can be read now; its twin on a row is `ProofLink.is_open`."""
        drafts = Q(bulletin__status=Bulletin.Status.DRAFT)
        return self.filter(drafts, revoked_at=None, expires_at__gt=now or timezone.now())


class ProofLink(models.Model):
    """Lets whoever has its address read a draft until a day, or until the bulletin is published or the link revoked."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, verbose_name="bulletin", related_name="proof_links")
    reader = models.CharField(
        "pour qui", max_length=NAME_LENGTH, help_text="« Cabinet du préfet », « Meloko » : la rédaction seule le voit."
    )
    key = models.CharField(max_length=32, default=new_key, editable=False)  # signed with the row into the address
    expires_at = models.DateTimeField("lisible jusqu’au")
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="créé par", related_name="+", editable=False
    )
    revoked_at = models.DateTimeField("fermé le", null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="fermé par",
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    history = HistoricalRecords(excluded_fields=["key"])

    objects = ProofLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien d’épreuve"
        verbose_name_plural = "liens d’épreuve"
        ordering = ["-created_at", "-pk"]
        constraints = [
            signed("revoked", "La date de fermeture va avec son auteur."),
            rule("expires_later", Q(expires_at__gt=F("created_at")), "Un lien d’épreuve finit après avoir commencé."),
            rule("reader_given", ~Q(reader=""), "Dites pour qui est ce lien."),
        ]

    def __str__(self) -> str:
        return self.reader

    def is_open(self, *, now: datetime | None = None) -> bool:
        """Reads the bulletin."""
        is_draft = self.bulletin.status == Bulletin.Status.DRAFT
        return is_draft and self.revoked_at is None and (now or timezone.now()) < self.expires_at


class ProofRemark(models.Model):
    """What a reader of a proof wrote of one entry, or of the whole. Plain text, never published."""

    link = models.ForeignKey(ProofLink, models.CASCADE, verbose_name="lien d’épreuve", related_name="remarks")
    entry = models.ForeignKey(
        Entry, models.SET_NULL, verbose_name="entrée", related_name="proof_remarks", null=True, blank=True
    )
    about = models.CharField("à propos de", max_length=250, blank=True)  # the entry's title then; empty: the whole
    author = models.CharField("nom", max_length=NAME_LENGTH, blank=True)
    text = models.TextField("remarque", max_length=REMARK_LENGTH)
    sent_at = models.DateTimeField("reçue le", default=timezone.now)
    resolved_at = models.DateTimeField("traitée le", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="traitée par", related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "remarque sur l’épreuve"
        verbose_name_plural = "remarques sur l’épreuve"
        ordering = ["sent_at", "pk"]
        constraints = [
            signed("resolved", "La date de traitement va avec son auteur."),
            rule("text_given", ~Q(text=""), "Écrivez votre remarque."),
        ]

    def __str__(self) -> str:
        return f"remarque {self.pk}"
