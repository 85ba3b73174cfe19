"""What is to be done with initiatives: the rules of the first page of the back office and of its filters."""

from __future__ import annotations

from django.db import models

from initiatives.correcting.models import Correction
from initiatives.models import Initiative, Participation

CURRENT = ~models.Q(status=Initiative.Status.WITHDRAWN)


def never_cited(rows: models.QuerySet) -> models.QuerySet:
    """In no published bulletin, nor is what was united with it."""
    # Asked of the few that were united: the other way round, every initiative would be joined with itself.
    united = Initiative.objects.filter(merged_into__isnull=False, citations__bulletin__status="published")
    rows = rows.filter(CURRENT).exclude(citations__bulletin__status="published")
    return rows.exclude(pk__in=united.values("merged_into"))


def without_place(rows: models.QuerySet) -> models.QuerySet:
    """No commune, no area; kept beside the searched text, for a list that is short among very many."""
    return rows.filter(CURRENT, searched_text__is_placed=False)


def without_contact(rows: models.QuerySet) -> models.QuerySet:
    """Nobody to call: no public contact of its own."""
    return rows.filter(CURRENT).exclude(contacts__is_public=True)


def without_organisation(rows: models.QuerySet) -> models.QuerySet:
    acting = Participation.objects.filter(initiative=models.OuterRef("pk"))
    return rows.filter(CURRENT, ~models.Exists(acting))


def in_preparation(rows: models.QuerySet) -> models.QuerySet:
    """In a bulletin that is still a draft."""
    drafts = Initiative.objects.filter(entries__section__bulletin__status="draft")
    return rows.filter(pk__in=drafts.values("pk"))


def uncited(rows: models.QuerySet) -> models.QuerySet:
    """In no bulletin, neither published nor being written."""
    return rows.filter(entries=None)


def to_correct(rows: models.QuerySet) -> models.QuerySet:
    """With a correction that waits for a decision."""
    return rows.filter(pk__in=Correction.objects.open().values("initiative"))
