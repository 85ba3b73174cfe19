"""Which accounts work in which series."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from backoffice.rules import unique
from bulletins.models.series import Series


class Keeper(models.Model):
    """An account that is limited to a series. Without any row an account works in all (`bulletins.reach`).

    A series that is entrusted is not deleted: with its last row gone, the account would reach all the others.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="compte", related_name="keeps")
    series = models.ForeignKey(Series, models.PROTECT, verbose_name="série", related_name="keepers")

    class Meta:
        verbose_name = "série confiée"
        verbose_name_plural = "séries confiées"
        constraints = [unique("once", ("user", "series"), "Cette série est déjà confiée à ce compte.")]

    def __str__(self) -> str:
        return str(self.series)
