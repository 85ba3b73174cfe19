"""Where an account is logged in."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from backoffice.rules import rule


class OpenSessionQuerySet(models.QuerySet):
    def open(self, *, now: datetime | None = None) -> OpenSessionQuerySet:
        """Those that have not ended by themselves."""
        return self.filter(session__expire_date__gt=now or timezone.now())


class OpenSession(models.Model):
    """One log-in of an account, as long as its session lasts. No address in full, no fingerprint of a browser."""

    session = models.OneToOneField("sessions.Session", models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="open_sessions")
    first_seen = models.DateTimeField("ouverte le", default=timezone.now)
    last_seen = models.DateTimeField("vue le", default=timezone.now)
    network = models.CharField("réseau", max_length=50)  # “192.0.2.x”
    browser = models.CharField("navigateur", max_length=60)  # “Firefox sous Windows”
    means = models.CharField("par", max_length=60, blank=True)  # “ProConnect”; empty: a password of this site

    objects = OpenSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "session ouverte"
        verbose_name_plural = "sessions ouvertes"
        ordering = ["-last_seen", "-pk"]
        default_permissions = ()
        constraints = [
            rule(
                "seen_in_order",
                models.Q(last_seen__gte=models.F("first_seen")),
                "Une session est vue après son ouverture.",
            )
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"
