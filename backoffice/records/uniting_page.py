"""“Réunir avec…”: which values stay is chosen on the act's page, and the union is undone from the history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from backoffice.acts import Act, Remark
from backoffice.forged import plain_number
from backoffice.models import Union
from backoffice.records.choosing import ChoosingForm, choices_of
from backoffice.records.contents import Shape
from backoffice.records.distinct import distinct_url
from backoffice.records.likenesses import SLUG, chosen_already, likenesses
from backoffice.records.uniting import NotSeparable, NotUnitable, separate


class Unite(Act):
    """`service` unites; `others` are the rows that may be kept, `uses` says in words what follows."""

    slug = SLUG
    label = "Réunir avec…"
    refusal: type[Exception] = NotUnitable
    fixed: Iterable[str] = ()
    help_text = "Elle prend la place de celle-ci partout."

    def __init__(
        self,
        shape: Shape,
        service: Callable[..., Any],
        *,
        others: Callable[[models.Model], models.QuerySet],
        uses: Callable[[models.Model], str],
    ) -> None:
        self.shape, self.service, self.others, self.uses = shape, service, others, uses
        self.permission = f"delete_{shape.model._meta.model_name}"

    def is_offered(self, row: models.Model) -> bool:
        return self.others(row).exclude(pk=row.pk).exists()

    def confirmation(self, row: models.Model) -> str:
        return "Réunir les deux fiches"

    def initial(self, row: models.Model, asked: QueryDict) -> dict[str, Any]:
        return chosen_already(asked)

    def widget(self) -> forms.Widget | None:
        """How the row to keep is chosen; None: a menu."""
        return None

    def form_for(self, row: models.Model, data: Any, **options: Any) -> forms.Form:
        return ChoosingForm(
            self.shape,
            row,
            self.others(row),
            data,
            fixed=self.fixed,
            widget=self.widget(),
            help_text=self.help_text,
            **options,
        )

    def explanation(self, row: models.Model) -> str:
        return (
            "Cette fiche fait double emploi : celle que vous gardez prend sa place partout, et son adresse y mènera. "
            "Les bulletins déjà parus gardent leur texte. L’historique de la fiche gardée permet de défaire la réunion."
        )

    def remarks(self, row: models.Model) -> list[Remark]:
        return [Remark("info", self.uses(row) or "Rien ne la nomme encore.", lead="Suivra")]

    def leads_to(self, row: models.Model, data: dict[str, Any]) -> models.Model:
        return data["kept"]

    def perform(self, row: models.Model, data: dict[str, Any], by: Any) -> str:
        name = str(row)
        taken, refused = choices_of(data)
        self.service(kept=data["kept"], gone=row, by=by, taken=taken, refused=refused)
        return f"« {name} » est réunie avec cette fiche. L’historique permet de la séparer."


class UnitingPage:
    """Adds to an admin with a `shape` what looks like the same row, and the undoing on the history of the kept one."""

    separating: Callable[..., models.Model] | None = (
        None  # the room's own service; None: that of rows that were deleted
    )

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_separate"
        view = self.admin_site.admin_view(require_POST(self.separate_view))
        return [path("<path:object_id>/separer/<int:union_id>/", view, name=name), *super().get_urls()]

    def may_separate(self, request: HttpRequest, row: models.Model) -> bool:
        return self.has_delete_permission(request, row)

    def look_alike(self, row: models.Model) -> list[models.Model]:
        """Rows that may be the same one; a room says how they are found."""
        return []

    def merging_permission(self) -> str:
        return f"{self.opts.app_label}.delete_{self.opts.model_name}"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        row = kwargs.get("obj")
        if row is not None and row.pk and request.method == "GET" and not context.get("is_popup"):
            context["distinct_url"] = distinct_url(row)
            context["duplicates"] = likenesses(request, row, self.look_alike(row), self.merging_permission())
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is not None and self.may_separate(request, row):
            rows = list(Union.objects.of(self.model).standing().filter(kept=row.pk).select_related("united_by"))
            names = self.model._default_manager.in_bulk([one.gone for one in rows])
            unions = [(one, names.get(one.gone, one.name), self._separate_url(row, one)) for one in rows]
            extra_context = {"unions": unions, **(extra_context or {})}
        return super().history_view(request, object_id, extra_context)

    def separate_view(self, request: HttpRequest, object_id: str, union_id: int) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None or union_id >= 2**63:
            raise Http404
        if not self.may_separate(request, row):
            raise PermissionDenied
        union = get_object_or_404(Union.objects.of(self.model), pk=union_id, kept=row.pk)
        try:
            own = type(self).separating
            back = (
                own(union=union, by=request.user) if own else separate(shape=self.shape, union=union, by=request.user)
            )
        except NotSeparable as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            back = row
        else:
            self.message_user(request, f"La réunion est défaite : « {back} » est revenue.", messages.SUCCESS)
        return HttpResponseRedirect(self._form(back.pk))

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """The form of a row that was united leads to the one that is kept."""
        key = plain_number(object_id)
        union = key is not None and Union.objects.of(self.model).standing().filter(gone=key).first()
        if not union:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        self.message_user(request, f"« {union.name} » a été réunie avec cette fiche.")
        return HttpResponseRedirect(self._form(union.kept))

    def _form(self, key: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[key])

    def _separate_url(self, row: models.Model, union: Union) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_separate", args=[row.pk, union.pk])
