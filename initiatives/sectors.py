"""What of the initiatives lies in the sector of an account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from communes.sectors import Sector, communes_in
from initiatives.models import Coverage, Place


def in_sector(rows: models.QuerySet, sector: Sector) -> models.QuerySet:
    """Those that act in one of its communes or benefit it, or cover one of them or one of its areas."""
    communes = communes_in(sector)
    direct = Place.objects.filter(commune__in=communes)
    through = Coverage.objects.filter(Q(area__communes__in=communes) | Q(area__sectors=sector))
    return rows.filter(Q(pk__in=direct.values("initiative")) | Q(pk__in=through.values("initiative")))
