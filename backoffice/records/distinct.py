"""“Pas un doublon”: two rows that look alike and are not the same, said once and remembered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from backoffice.forged import plain_number
from backoffice.models import Distinct


def tell_apart(*, row: models.Model, other: models.Model, by: AbstractBaseUser) -> Distinct:
    """Remember that the two are not the same. Said twice, it is remembered once."""
    return Distinct.objects.get_or_create(**_pair(row, other.pk), defaults={"said_by": by})[0]


def forget(*, row: models.Model, other_pk: int) -> None:
    """The two may look alike again."""
    Distinct.objects.filter(**_pair(row, other_pk)).delete()


def not_told_apart(row: models.Model, others: list[Any]) -> list[Any]:
    """Those of `others` of which nobody said that they are not `row`; one query, none for no others."""
    known = told_apart(row) if others else []
    return [one for one in others if one.pk not in known]


def told_apart(row: models.Model) -> dict[int, Distinct]:
    """What was said of a row, by the key of the other one; one query."""
    said = Distinct.objects.filter(kind=row._meta.label_lower).filter(models.Q(first=row.pk) | models.Q(second=row.pk))
    return {one.second if one.first == row.pk else one.first: one for one in said.select_related("said_by")}


def _pair(row: models.Model, other_pk: int) -> dict[str, Any]:
    first, second = sorted((row.pk, other_pk))
    return {"kind": row._meta.label_lower, "first": first, "second": second}


class DistinctPage:
    """Adds to an admin the address that remembers it, and to the history what was said."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_distinct"
        view = self.admin_site.admin_view(require_POST(self.distinct_view))
        return [path("<path:object_id>/distincte/", view, name=name), *super().get_urls()]

    def distinct_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        key = plain_number(request.POST.get("autre", ""))
        if key is None or key == row.pk:
            raise Http404
        if request.POST.get("acte") == "oublier":
            forget(row=row, other_pk=key)
            self.message_user(request, "C’est oublié : les deux fiches seront de nouveau rapprochées.")
        else:
            other = get_object_or_404(self.model._default_manager, pk=key)
            tell_apart(row=row, other=other, by=request.user)
            sentence = f"C’est retenu : « {other} » est autre chose. L’historique permet de l’oublier."
            self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
        )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is not None and self.has_change_permission(request, row):
            said = told_apart(row)
            others = self.model._default_manager.in_bulk(said)
            pairs = [(one, others[key]) for key, one in said.items() if key in others]
            extra_context = {"distinct": pairs, "distinct_url": distinct_url(row), **(extra_context or {})}
        return super().history_view(request, object_id, extra_context)


def distinct_url(row: models.Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_distinct", args=[row.pk])
