"""A correction that an officer proposes to an initiative that is online: a draft over the public record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from backoffice.rules import implies, known, rule, signed, unique


class CorrectionQuerySet(models.QuerySet):
    def open(self) -> CorrectionQuerySet:
        return self.filter(status=Correction.Status.OPEN)


class Correction(models.Model):
    """What someone would change, field by field, with what stood there that day. It stays for a
    while after the decision (`RETENTION_CORRECTIONS_DAYS`, `RETENTION_ACCEPTED_CORRECTIONS_DAYS`)."""

    class Status(models.TextChoices):
        OPEN = "open", "proposée"
        ACCEPTED = "accepted", "acceptée"
        PARTLY = "partly", "acceptée en partie"
        REFUSED = "refused", "refusée"
        DROPPED = "dropped", "abandonnée"

    initiative = models.ForeignKey(
        "initiatives.Initiative", models.CASCADE, verbose_name="initiative", related_name="corrections"
    )
    # {"title": {"old": "…", "new": "…"}}, as backoffice.records.contents writes a content.
    changes = models.JSONField("ce qui change", encoder=DjangoJSONEncoder)
    proposed_at = models.DateTimeField("proposée le", default=timezone.now)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="proposée par", related_name="+"
    )
    status = models.CharField("état", max_length=10, choices=Status, default=Status.OPEN)
    accepted = models.JSONField("ce qui a été accepté", default=list, blank=True)  # the names of those fields
    reason = models.CharField("mot de l’édition", max_length=500, blank=True)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="décidée par", related_name="+", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition de correction"
        verbose_name_plural = "propositions de correction"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            known("status", ("open", "accepted", "partly", "refused", "dropped")),
            unique(
                "one_open_each",
                ("initiative", "proposed_by"),
                "Cette personne a déjà une proposition en attente sur cette fiche.",
                condition=Q(status="open"),
            ),
            rule(
                "decided_or_open",
                Q(status="open", decided_at__isnull=True) | (~Q(status="open") & Q(decided_at__isnull=False)),
                "Une proposition en attente n’a pas de décision, et elle seule.",
            ),
            implies(
                "refused_has_reason",
                Q(status__in=["refused", "partly"]),
                ~Q(reason=""),
                "Ce qui n’est pas accepté l’est pour une raison.",
            ),
            rule("changes_something", ~Q(changes={}), "Une proposition change quelque chose."),
            signed("decided", "La date de la décision va avec son auteur."),
        ]

    def __str__(self) -> str:
        return f"proposition {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def texts(self) -> list[str]:
        """All texts that it holds, before and after, those of lines included."""
        return list(_texts_in(self.changes))


def _texts_in(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for one in data.values() if isinstance(data, dict) else data:
            yield from _texts_in(one)
