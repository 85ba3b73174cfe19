"""The proposals of a record as its form shows them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from backoffice.editorial import badge
from backoffice.records.panels import Panel
from french.wording import enumerated
from initiatives.correcting.models import Correction
from initiatives.correcting.pictures import NAME
from initiatives.correcting.services import label_of
from initiatives.shape import SHAPE

BADGES = {"open": "warn", "accepted": "ok", "partly": "info", "refused": "error", "dropped": "quiet"}
MOST_DECIDED = 5
TOLD_FOR = timedelta(days=7)  # on the first page of who proposed


def correction_url(correction: Correction) -> str:
    return reverse("admin:initiatives_initiative_correction", args=[correction.initiative_id, correction.pk])


def corrections_panel(request: HttpRequest, row: models.Model) -> Panel | None:
    """The proposals of a record: those that wait, and the last that were decided; one query. None without any."""
    rows = row.corrections.select_related("proposed_by", "decided_by").order_by("decided_at", "-proposed_at")
    found = list(rows)
    waiting = [one for one in found if one.is_open]
    decided = [one for one in found if not one.is_open][::-1][:MOST_DECIDED]
    if not found:
        return None
    lines = [
        {
            "correction": one,
            "url": correction_url(one),
            "badge": badge(one.get_status_display(), BADGES[one.status]),
            "what": what_of(one),
        }
        for one in [*waiting, *decided]
    ]
    return Panel("initiatives/corrections.html", "corrections", "Corrections", len(waiting), {"lines": lines})


def decided_lately(person: AbstractBaseUser, *, now: datetime) -> list[dict[str, object]]:
    """What became of the person's own proposals in the last days; one query."""
    rows = Correction.objects.filter(proposed_by=person, decided_at__gte=now - TOLD_FOR).exclude(decided_by=person)
    rows = rows.select_related("initiative").defer("initiative__search_vector").order_by("-decided_at")
    return [{"correction": one, "title": one.initiative.title, "url": correction_url(one)} for one in rows]


def what_of(correction: Correction) -> str:
    """“titre, texte et communes”."""
    known = {NAME, *(one.name for one in [*SHAPE.fields, *SHAPE.lists, *SHAPE.parts])}
    return enumerated([label_of(name).lower() for name in correction.changes if name in known])
