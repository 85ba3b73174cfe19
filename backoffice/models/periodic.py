"""When each work that comes back was last done, and what came of it."""

from __future__ import annotations

from django.db import models


class PeriodicWork(models.Model):
    """One row for each registered work that has run: `backoffice.work.periodic` reads it to know what is due."""

    name = models.SlugField("nom", max_length=60, unique=True)
    started_at = models.DateTimeField("commencé le")
    finished_at = models.DateTimeField("fini le", null=True)
    outcome = models.TextField("résultat", blank=True)
    is_failed = models.BooleanField("échoué", default=False)

    class Meta:
        verbose_name = "travail périodique"
        verbose_name_plural = "travaux périodiques"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
