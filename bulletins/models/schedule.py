"""A publication that is to come: the day and hour, and the very text that was signed for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from backoffice.rules import implies, known, rule, unique
from bulletins.models.bulletin import Bulletin


class ScheduleQuerySet(models.QuerySet):
    def pending(self) -> ScheduleQuerySet:
        return self.filter(status=Schedule.Status.PENDING)

    def in_trouble(self) -> ScheduleQuerySet:
        """The last word on a bulletin that is still a draft: it should have come out, and has not."""
        later = Schedule.objects.filter(bulletin=models.OuterRef("bulletin"), pk__gt=models.OuterRef("pk"))
        return self.filter(
            ~models.Exists(later),
            status__in=[Schedule.Status.REFUSED, Schedule.Status.LATE],
            bulletin__status=Bulletin.Status.DRAFT,
        )


class Schedule(models.Model):
    """One decision to publish later. Rows tell what was planned, by whom, and what came of it, until their time is over
    (`RETENTION_SCHEDULES_DAYS`)."""

    class Status(models.TextChoices):
        PENDING = "pending", "programmée"
        DONE = "done", "parue"
        CANCELLED = "cancelled", "déprogrammée"
        REFUSED = "refused", "refusée à l’heure dite"
        LATE = "late", "trop tard"

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, verbose_name="bulletin", related_name="schedules")
    planned_for = models.DateTimeField("parution prévue")
    planned_at = models.DateTimeField("programmée le", default=timezone.now)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="programmée par", related_name="+"
    )
    signed_text = models.CharField("empreinte du texte signé", max_length=64)
    has_embargo_link = models.BooleanField("lien pour la presse", default=False)
    status = models.CharField("état", max_length=9, choices=Status, default=Status.PENDING)
    ended_at = models.DateTimeField("close le", null=True, blank=True)
    problem = models.TextField("ce qui a empêché la parution", blank=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = "parution programmée"
        verbose_name_plural = "parutions programmées"
        ordering = ["-planned_for", "-pk"]
        constraints = [
            known("status", ("pending", "done", "cancelled", "refused", "late")),
            unique(
                "one_pending",
                ("bulletin",),
                "Ce bulletin est déjà programmé.",
                condition=Q(status="pending"),
            ),
            rule(
                "ended_unless_pending",
                Q(status="pending", ended_at__isnull=True) | (~Q(status="pending") & Q(ended_at__isnull=False)),
                "Une parution programmée est à venir, ou elle est close.",
            ),
            implies(
                "trouble_is_told",
                Q(status__in=["refused", "late"]),
                ~Q(problem=""),
                "Une parution qui n’a pas eu lieu dit pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"parution programmée {self.pk}"

    @property
    def is_pending(self) -> bool:
        return self.status == self.Status.PENDING
