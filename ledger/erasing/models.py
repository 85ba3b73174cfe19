"""A request to erase somebody, and what became of it. Whom it was of is told by the key of a record that is gone."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from backoffice.rules import implies, known, rule, signed, unique

NOTE_LENGTH = 300


class ErasureQuerySet(models.QuerySet):
    def pending(self) -> ErasureQuerySet:
        """Asked for, and neither confirmed nor refused; its twin on a row is `is_pending`."""
        return self.filter(confirmed_at=None, refused_at=None)

    def done(self) -> ErasureQuerySet:
        return self.exclude(confirmed_at=None)


class Erasure(models.Model):
    """Two keys: whoever confirms is not who asked, or says why nobody else could.

    Nothing here says whom it was of once it is done: `prints` are keyed hashes (`ledger.erasing.prints`), by which a
    restored database finds them again.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "personne"
        CONTACT = "contact", "contact"
        ACCOUNT = "account", "compte"

    class Reason(models.TextChoices):
        ASKED = "asked", "la personne le demande"
        WITHDRAWN = "withdrawn", "elle retire son accord"
        ENDED = "ended", "la durée de conservation est passée"

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)  # a key may be given anew after a restore
    kind = models.CharField("nature", max_length=7, choices=Kind)
    key = models.PositiveBigIntegerField("numéro de la fiche")
    reason = models.CharField("motif", max_length=9, choices=Reason)
    note = models.CharField("précisions", max_length=NOTE_LENGTH, blank=True)
    # What was decided of single records, each as ["initiatives.initiative", 12]; `seen` are those that were shown.
    spared = models.JSONField("fiches d’homonymes", default=list)
    families = models.JSONField("fiches où le nom seul part aussi", default=list)
    seen = models.JSONField("fiches montrées", default=list)
    prints = models.JSONField("empreintes", default=list)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="demandé par", related_name="+")
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="confirmé par", related_name="+", null=True, blank=True
    )
    alone_because = models.CharField("seul, parce que", max_length=NOTE_LENGTH, blank=True)
    refused_at = models.DateTimeField("refusé le", null=True, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="refusé par", related_name="+", null=True, blank=True
    )
    refused_because = models.CharField("refusé, parce que", max_length=NOTE_LENGTH, blank=True)
    report = models.JSONField("compte rendu", default=dict)
    replayed_at = models.DateTimeField("rejoué après une restauration le", null=True, blank=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = "effacement"
        verbose_name_plural = "effacements"
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()
        permissions = [
            ("view_ledger", "Lire le registre des personnes"),
            ("erase_person", "Demander et confirmer un effacement"),
        ]
        constraints = [
            known("kind", ("person", "contact", "account")),
            known("reason", ("asked", "withdrawn", "ended")),
            signed("confirmed", "La date d’une confirmation va avec son auteur."),
            signed("refused", "La date d’un refus va avec son auteur."),
            rule(
                "confirmed_or_refused",
                Q(confirmed_at=None) | Q(refused_at=None),
                "Un effacement fait ne se refuse plus.",
            ),
            implies(
                "two_keys",
                Q(confirmed_at__isnull=False) & Q(confirmed_by=models.F("asked_by")),
                ~Q(alone_because=""),
                "Une autre personne confirme, ou il est dit pourquoi personne d’autre ne le peut.",
            ),
            unique(
                "one_pending",
                ("kind", "key"),
                "Un effacement de cette fiche est déjà demandé.",
                condition=Q(confirmed_at=None, refused_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"effacement n°\u00a0{self.pk}"

    @property
    def is_pending(self) -> bool:
        return self.confirmed_at is None and self.refused_at is None

    @property
    def ended_at(self) -> datetime | None:
        return self.confirmed_at or self.refused_at
