from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest


class ErasingAdmin:
    """For rows that are personal data: when one is deleted, the log keeps who did it and not what it was."""

    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet | list[models.Model]) -> None:
        keys = [str(row.pk) for row in queryset]
        super().log_deletions(request, queryset)
        told = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(self.model), object_id__in=keys)
        told.update(object_repr=f"{self.opts.verbose_name} (fiche supprimée)", change_message="")
