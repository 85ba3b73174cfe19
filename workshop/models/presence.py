"""Who is at work on which bulletin, so that two people see each other before they write in the same place."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from backoffice.rules import unique
from bulletins.models import Bulletin

FORGOTTEN_AFTER = timedelta(seconds=45)  # three signs of life missed: a page sends one every fifteen seconds


class PresenceQuerySet(models.QuerySet):
    def now_on(self, bulletin: Bulletin, *, now: datetime | None = None) -> PresenceQuerySet:
        """Those seen on the bulletin within the last 45 seconds, by name."""
        since = (now or timezone.now()) - FORGOTTEN_AFTER
        return self.filter(bulletin=bulletin, seen_at__gt=since).select_related("user").order_by("user__username")


class Presence(models.Model):
    """The last sign of life of one person on one bulletin. No history: it tells nothing after a minute."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, verbose_name="bulletin", related_name="presences")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="personne", related_name="presences"
    )
    block = models.CharField("bloc ouvert", max_length=60, blank=True)
    seen_at = models.DateTimeField("vue le")

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        constraints = [
            unique("once_a_bulletin", ("bulletin", "user"), "Une personne n’est présente qu’une fois sur un bulletin.")
        ]

    def __str__(self) -> str:
        return f"présence {self.pk}"
