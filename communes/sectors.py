"""“Mon secteur”: the communes and areas that an account looks after. A filter: no right hangs on it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class Sector(models.Model):
    """Given by the administration, on the page of the account. Without a commune or an area it is none."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="compte", related_name="sector", editable=False
    )
    communes = models.ManyToManyField(
        "communes.Commune", verbose_name="communes du secteur", related_name="sectors", blank=True
    )
    areas = models.ManyToManyField(
        "communes.Area", verbose_name="territoires du secteur", related_name="sectors", blank=True
    )

    class Meta:
        verbose_name = "secteur"
        verbose_name_plural = "secteur"
        default_permissions = ()

    def __str__(self) -> str:
        return f"secteur {self.pk}"


def sector_of(account: Any) -> Sector | None:
    """The sector of an account, if it has one; one query."""
    somewhere = Q(communes__isnull=False) | Q(areas__isnull=False)
    return Sector.objects.filter(somewhere, account=account.pk).first()


def communes_in(sector: Sector) -> models.QuerySet:
    """Its communes and those of its areas, as a subquery of their keys."""
    communes = Sector._meta.get_field("communes").related_model
    return communes.objects.filter(Q(sectors=sector) | Q(areas__sectors=sector)).order_by().values("pk")
