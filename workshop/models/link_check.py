"""What the last checking of web addresses has found."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from backoffice.rules import rule

# Sites that want a person or a pause answer so: no reader would be stopped.
REACHED = (401, 403, 405, 406, 429)


class LinkCheckQuerySet(models.QuerySet):
    def dead(self) -> LinkCheckQuerySet:
        """Addresses where a reader finds nothing; its twin on a row is `LinkCheck.is_dead`."""
        return self.filter(Q(status__isnull=True) | (Q(status__gte=400) & ~Q(status__in=REACHED)))


class LinkCheck(models.Model):
    """One address and what it answered last. No `status`: nothing answered at all."""

    url = models.CharField("adresse", max_length=600, unique=True)
    checked_at = models.DateTimeField("vérifiée le")
    status = models.PositiveSmallIntegerField("réponse", null=True, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "lien vérifié"
        verbose_name_plural = "liens vérifiés"
        ordering = ["url"]
        constraints = [
            rule(
                "status_of_http",
                Q(status__isnull=True) | Q(status__range=(100, 599)),
                "La réponse d’un site est un nombre entre 100 et 599.",
            )
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_dead(self) -> bool:
        return self.status is None or (self.status >= 400 and self.status not in REACHED)

    @property
    def checked_on(self) -> date:
        return timezone.localtime(self.checked_at).date()

    @property
    def finding(self) -> str:
        """What happened, as the rest of a sentence that begins with the link."""
        if self.status is None:
            return "n’a pas répondu"
        if self.status in (404, 410):
            return f"ne mène plus à rien (réponse {self.status})"
        return f"est en panne (réponse {self.status})" if self.is_dead else "répond"
