from __future__ import annotations

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest

from backoffice.journal.erasing import forget_records
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from french.wording import enumerated
from organisations.consent import SAID_BY_THE_PERSON


class ErasingAdmin:
    """For rows that are personal data: when one is deleted, log and journal keep who did it and not what it was."""

    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet | list[models.Model]) -> None:
        keys = [str(row.pk) for row in queryset]
        super().log_deletions(request, queryset)
        told = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(self.model), object_id__in=keys)
        told.update(object_repr=f"{self.opts.verbose_name} (fiche supprimée)", change_message="")
        forget_records(self.model, keys)

    def save_model(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if said := [name for name in form.changed_data if name in SAID_BY_THE_PERSON]:
            labels = enumerated([str(form.fields[name].label).lower() for name in said])
            state = "public" if obj.is_public else "non public"
            note(Kind.CONSENT_CHANGED, by=request.user, about=obj, told=f"{labels}\u00a0; désormais {state}")
