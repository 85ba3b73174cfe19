"""Lists and forms of the office, kept to the series that are entrusted to who asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from backoffice.forged import plain_number
from bulletins.models import Series
from bulletins.reach.rule import is_limited, kept_by, refuse_beyond, series_within, within


class ReachedOnly:
    """Lists and choices hide the rows of other series; the address of one raises BeyondReach, a 403 that names it."""

    to_series = "series"  # the way from a row to its series, as a query says it

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return within(request.user, super().get_queryset(request), series=self.to_series)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> models.Model | None:
        row = super().get_object(request, object_id, from_field)
        number = plain_number(object_id)
        if row is None and number is not None and is_limited(request.user):
            hidden = self.model._base_manager.filter(pk=number).values_list(self.to_series).first()
            if hidden:
                refuse_beyond(request.user, Series.objects.get(pk=hidden[0]))
        return row

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.remote_field.model is Series:
            kwargs["queryset"] = series_within(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        refuse_beyond(request.user, getattr(obj, "bulletin", obj))
        super().save_model(request, obj, form, change)


class ReachedSeriesFilter(admin.RelatedFieldListFilter):
    """The series to choose from in a list: those whose rows it shows."""

    def field_choices(
        self, field: models.ForeignKey, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[int, str]]:
        kept = kept_by(request.user)
        limit = {} if kept is None else {"pk__in": kept}
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=limit)
