"""Acts on one record (publish, withdraw…): a button, a page that says what will happen, one POST, one service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from backoffice.access.proving import ask_proof, is_fresh
from backoffice.returning import back_url


@dataclass
class Remark:
    """Something to know before acting: `kind` is error (the act will be refused), warning or info.

    `lead` is its first word, where the kind does not say it; `links` are the places to mend it, (address, words).
    """

    kind: str
    text: str
    lead: str = ""
    links: Sequence[tuple[str, str]] = ()


class Act:
    """One act of a record. The rule lives in the service that `perform` calls; this class is only its face."""

    slug = ""
    label = ""
    permission = ""  # codename in the record's app, or “app.codename”; empty: whoever may change the record
    form: type[forms.Form] = forms.Form
    refusal: type[Exception] = Exception
    is_grave = False
    is_plain = False  # done at once after a save, without a page to confirm
    asks_proof = False  # whoever logged in a while ago proves anew who they are (`backoffice.access.proving`)
    goes_with_save = False  # offered beside “Enregistrer”, so that nothing typed is left behind

    def is_offered(self, row: models.Model) -> bool:
        raise NotImplementedError

    def explanation(self, row: models.Model) -> str:
        return ""

    def remarks(self, row: models.Model) -> list[Remark]:
        return []

    def details(self, row: models.Model) -> str:
        """What else to look at before acting, as safe HTML that stands below the remarks."""
        return ""

    def button(self, row: models.Model) -> str:
        return self.label

    def confirmation(self, row: models.Model) -> str:
        """The words of the button on the act's own page."""
        return self.button(row)

    def initial(self, row: models.Model, asked: QueryDict) -> dict[str, Any]:
        """What the form proposes; `asked` is what the address asks for."""
        return {}

    def form_for(self, row: models.Model, data: Any, **options: Any) -> forms.Form:
        """The form of this record; `data` is what was sent, or None."""
        return self.form(data, **options)

    def leads_to(self, row: models.Model, data: dict[str, Any]) -> models.Model:
        """The record whose form is opened when it is done."""
        return row

    def next_url(self, row: models.Model, data: dict[str, Any]) -> str:
        """The page where work goes on when it is done; empty: the record's form."""
        return ""

    def perform(self, row: models.Model, data: dict[str, Any], by: Any) -> str:
        """Call the service and return the sentence that says what was done."""
        raise NotImplementedError


class ActsPage:
    """Adds acts to a ModelAdmin: their addresses, their page, their buttons."""

    acts: tuple[Act, ...] = ()

    @classmethod
    def offer(cls, act: Act) -> None:
        """A room above adds an act of its own to the page of a record that it may import."""
        cls.acts = (*cls.acts, act)

    act_template = "backoffice/act.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_act"
        act = path("<path:object_id>/acte/<slug:slug>/", self.admin_site.admin_view(self.act_view), name=name)
        return [act, *super().get_urls()]

    def may_perform(self, request: HttpRequest, act: Act, row: models.Model | None = None) -> bool:
        if act.permission:
            is_whole = "." in act.permission
            return request.user.has_perm(act.permission if is_whole else f"{self.opts.app_label}.{act.permission}")
        return self.has_change_permission(request, row)

    def offered_acts(self, request: HttpRequest, row: models.Model) -> list[dict[str, Any]]:
        return [
            {"act": act, "button": act.button(row), "url": self.act_url(act, row)}
            for act in self.acts
            if self.may_perform(request, act, row) and act.is_offered(row)  # the right costs no query
        ]

    def act_url(self, act: Act, row: models.Model) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_act", args=[row.pk, act.slug])

    def act_view(self, request: HttpRequest, object_id: str, slug: str) -> HttpResponse:
        act = next((act for act in self.acts if act.slug == slug), None)
        if act is None:
            raise Http404
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.may_perform(request, act, row):
            raise PermissionDenied
        if act.asks_proof and not is_fresh(request):
            return ask_proof(request)
        form = act.form_for(row, request.POST or None, initial=act.initial(row, request.GET))
        status = 200
        if request.method == "POST" and form.is_valid():
            if request.POST.get("version", "") != str(getattr(row, "version", "")):
                status = 409
                form.add_error(None, "Cette fiche a été modifiée entre-temps : relisez-la, puis confirmez de nouveau.")
            elif self.perform_act(request, act, row, form.cleaned_data):
                data = form.cleaned_data
                return HttpResponseRedirect(act.next_url(row, data) or self.change_url(act.leads_to(row, data)))
            else:
                status = 409
        remarks = act.remarks(row)
        context = {
            **self.admin_site.each_context(request),
            "title": act.button(row).rstrip("…"),  # what follows stands below: a heading promises nothing
            "subtitle": None,
            "opts": self.opts,
            "object": row,
            "act": act,
            "confirmation": act.confirmation(row),
            "explanation": act.explanation(row),
            "remarks": remarks,
            "details": act.details(row) if act.is_offered(row) else "",
            "is_blocked": any(remark.kind == "error" for remark in remarks),
            "form": form,
            "media": self.media + form.media,
            "is_offered": act.is_offered(row),
        }
        return TemplateResponse(request, self.act_template, context, status=status)

    def perform_act(self, request: HttpRequest, act: Act, row: models.Model, data: dict[str, Any]) -> bool:
        """True when it was done; a refusal becomes a message with the service's own sentence."""
        try:
            self.message_user(request, act.perform(row, data, request.user), messages.SUCCESS)
        except act.refusal as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return False
        return True

    def change_url(self, row: models.Model) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    def response_add(
        self, request: HttpRequest, obj: models.Model, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._acted(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        return self._acted(request, obj) or super().response_change(request, obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        row = kwargs.get("obj")
        if not context.get("is_popup"):
            if row is not None and row.pk:
                context["acts"] = self.offered_acts(request, row)
            else:
                context["acts"] = self.acts_of_new(request)
            context["saving_acts"] = [one for one in context["acts"] if one["act"].goes_with_save]
        return super().render_change_form(request, context, *args, **kwargs)

    def acts_of_new(self, request: HttpRequest) -> list[dict[str, Any]]:
        """What may be done at once with a record that is only being written: the plain acts."""
        row = self.model()
        return [
            {"act": act, "button": act.button(row)}
            for act in self.acts
            if act.is_plain and act.goes_with_save and act.is_offered(row) and self.may_perform(request, act)
        ]

    def _acted(self, request: HttpRequest, obj: models.Model) -> HttpResponse | None:
        """“Enregistrer et publier”: the text is saved by now, and the act follows. None when none was asked for."""
        for act in self.acts:
            if f"_acte_{act.slug}" in request.POST and act.is_offered(obj):
                if not self.may_perform(request, act, obj):
                    raise PermissionDenied
                if not act.is_plain or (act.asks_proof and not is_fresh(request)):
                    return HttpResponseRedirect(self.act_url(act, obj))
                self.perform_act(request, act, obj, {})
                return HttpResponseRedirect(back_url(request) or self.change_url(obj))
        return None
