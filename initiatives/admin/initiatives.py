from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models, transaction
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from backoffice.acts import ActsPage
from backoffice.editorial import badge, first_if
from backoffice.lists.pages import CountingPaginator
from backoffice.records.distinct import DistinctPage
from backoffice.records.likenesses import warn_of_duplicates
from backoffice.records.restoring import RestoringPage
from backoffice.records.steps import steps_of, told
from backoffice.records.uniting_page import UnitingPage
from backoffice.versioned import VersionedAdmin
from backoffice.widgets import TextArea
from french.wording import counted
from initiatives.admin.acts import Approve, Merge, Publish, Return, SubmitForReview, Withdraw, name_in_title
from initiatives.admin.correcting import CorrectingPage
from initiatives.admin.filters import CheckFilter, CitationFilter, CorrectionFilter, LackFilter, SectorFilter
from initiatives.admin.inlines import CoverageInline, FigureInline, ParticipationInline, PlaceInline
from initiatives.admin.telling import bulletins_of, notice
from initiatives.duplicates import probable_duplicates
from initiatives.finding.searching import (
    FEW,
    VERY_FEW,
    among,
    holding_words,
    is_searching,
    keys_holding,
)
from initiatives.models import Coverage, Initiative, Place
from initiatives.services import (
    InitiativeRefusal,
    approve_initiative,
    ask_approval_again,
    confirm_state,
    private_contact_sentence,
    publish_initiative,
    submit_for_review,
)
from initiatives.shape import SHAPE
from initiatives.uniting.initiatives import separate_initiatives

BADGES = {
    "draft": "quiet",
    "review": "warn",
    "returned": "error",
    "approved": "info",
    "published": "ok",
    "withdrawn": "error",
}
STEPS = {
    "review": "Proposée",
    "returned": "Renvoyée",
    "approved": "Approuvée",
    "published": "Parue",
    "withdrawn": "Retirée",
}
REASONS = {"returned": ("return_note", "Mot de l’édition"), "withdrawn": ("withdrawal_reason", "Motif")}

MERGING = "initiatives.withdraw_initiative"  # as the act asks


class InitiativeForm(forms.ModelForm):
    """The database refuses rings of sequels when the transaction ends: the field says it before."""

    def clean_follows(self) -> Initiative | None:
        follows: Initiative | None = self.cleaned_data["follows"]
        before, seen = follows, set()
        while before and before.pk not in seen:
            if before.pk == self.instance.pk:
                raise forms.ValidationError("Celle-ci est déjà racontée comme la suite de la vôtre.")
            seen.add(before.pk)
            before = before.follows
        return follows


@admin.register(Initiative)
class InitiativeAdmin(CorrectingPage, RestoringPage, UnitingPage, DistinctPage, ActsPage, VersionedAdmin):
    form = InitiativeForm
    shape = SHAPE
    separating = staticmethod(separate_initiatives)
    add_label = "Nouvelle initiative"
    add_page = "workshop:write"
    picture_page = "workshop:picture"
    list_display = ("title", "status_badge", "theme", "where", "started_on", "last_change")
    # What waits for somebody stands first, then what changed last.
    ordering = (first_if(status=Initiative.Status.REVIEW), "-updated_at", "-pk")
    list_display_links = ("title",)
    list_filter = (
        ("status", admin.ChoicesFieldListFilter),
        SectorFilter,
        LackFilter,
        CheckFilter,
        CitationFilter,
        CorrectionFilter,
        "theme",
    )
    list_select_related = ("theme",)
    search_keys = ("organisations__sort_key", "communes__sort_key", "areas__sort_key")
    search_columns = ("title", "summary")
    search_help_text = "Titre, texte, organisation, commune ou territoire ; les accents ne comptent pas."
    autocomplete_fields = ("follows", "persons", "contacts")
    inlines = (ParticipationInline, PlaceInline, CoverageInline, FigureInline)
    acts = (SubmitForReview(), Approve(), Return(), Publish(), Withdraw(), Merge())
    actions = ("submit_chosen", "approve_chosen", "publish_chosen", "confirm_ongoing", "confirm_over")
    readonly_fields = ("status_badge", "life", "cited_in")
    fieldsets = (
        ("Quoi", {"fields": ("title", "theme", "summary", "started_on", "follows")}),
        ("Qui", {"fields": ("persons",)}),
        ("Où", {"fields": (), "description": "Les communes par leur nom ; « le Calaisis » est un territoire."}),
        ("Pour qui", {"fields": ("audiences",)}),
        (
            "En chiffres",
            {
                "fields": (),
                "description": "Ce qui est déjà fait, un objectif et un rythme sont trois chiffres : une ligne chacun.",
            },
        ),
        ("Contacts", {"fields": ("contacts",)}),
        ("Aujourd’hui", {"fields": ("state", "state_checked_on")}),
        ("Publication", {"fields": ("status_badge", "life", "cited_in")}),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """What `search_keys` and `search_columns` say, from the row of texts that is kept for it."""
        if getattr(request, "is_choosing", False):
            return holding_words(queryset, search_term, few=VERY_FEW), False
        keys = keys_holding(search_term)
        if is_searching(search_term) and not queryset.query.where:
            request.found_by_words = FEW + 1 if keys is None else len(keys)
        return among(queryset, search_term, keys), False

    def get_paginator(self, request: HttpRequest, *args: Any, **options: Any) -> CountingPaginator:
        paginator = super().get_paginator(request, *args, **options)
        if hasattr(request, "found_by_words"):
            paginator.know(request.found_by_words)
        return paginator

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return (
            super()
            .get_queryset(request)
            .defer("search_vector")
            .prefetch_related(
                models.Prefetch("places", Place.objects.select_related("commune")),
                models.Prefetch("coverages", Coverage.objects.select_related("area")),
            )
        )

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "summary":
            kwargs["widget"] = TextArea({"rows": 9})
        if db_field.name == "audiences":
            kwargs["widget"] = forms.CheckboxSelectMultiple()
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "title":
            field.help_text = "Court et concret, sans point final : « Des couturières de Marck cousent des masques »."
        if db_field.name == "contacts":
            field.help_text = "Un contact sert à plusieurs initiatives. Le signe + en crée un sans quitter cette page."
        if db_field.name == "persons":
            field.help_text = "Personnes privées nommées dans le texte : leur nom ne paraît qu’avec leur accord."
        if db_field.name == "audiences":
            field.help_text = "Une ou plusieurs réponses."
        return field

    def save_model(self, request: HttpRequest, obj: Initiative, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._read_again(request, form, formsets)
        warn_of_duplicates(request, form.instance, probable_duplicates(form.instance), MERGING)
        if sentence := name_in_title(form.instance):
            messages.warning(request, sentence)
        if sentence := private_contact_sentence(form.instance):
            messages.warning(request, sentence)

    def has_delete_permission(self, request: HttpRequest, obj: Initiative | None = None) -> bool:
        # What was public once is withdrawn with a reason, and stays in the history.
        return super().has_delete_permission(request, obj) and (obj is None or obj.published_at is None)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        row = kwargs.get("obj")
        if row is not None and row.pk and request.method == "GET":
            context["picture_url"] = reverse(self.picture_page, args=[row.pk])
            context["public_url"] = row.get_absolute_url() if row.is_published else ""
            context["notice"] = notice(row)
        return super().render_change_form(request, context, *args, **kwargs)

    def look_alike(self, row: Initiative) -> list[Initiative]:
        return probable_duplicates(row)

    def merging_permission(self) -> str:
        return MERGING

    def may_separate(self, request: HttpRequest, row: Initiative) -> bool:
        return request.user.has_perm(MERGING)

    def autocomplete_label(self, row: Initiative) -> str:
        return f"{row.title} — {row.get_status_display()}"

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("initiatives.publish_initiative")

    @admin.action(description="Proposer à l’édition", permissions=["change"])
    def submit_chosen(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self._act_on_each(request, queryset, submit_for_review, "proposée{s} à l’édition")

    @admin.action(description="Approuver", permissions=["publish"])
    def approve_chosen(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self._act_on_each(request, queryset, approve_initiative, "approuvée{s}")

    @admin.action(description="Publier", permissions=["publish"])
    def publish_chosen(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self._act_on_each(request, queryset, publish_initiative, "parue{s}")

    @admin.action(description="Vérifiées aujourd’hui : toujours en cours", permissions=["publish"])
    def confirm_ongoing(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        confirm = partial(confirm_state, state=Initiative.State.ONGOING)
        self._act_on_each(request, queryset, confirm, "vérifiée{s}, toujours en cours")

    @admin.action(description="Vérifiées aujourd’hui : terminées", permissions=["publish"])
    def confirm_over(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        confirm = partial(confirm_state, state=Initiative.State.OVER)
        self._act_on_each(request, queryset, confirm, "vérifiée{s}, terminée{s}")

    @admin.display(description="état", ordering="status")
    def status_badge(self, row: Initiative) -> str:
        if row.merged_into_id:
            return badge("réunie avec une autre", "quiet")
        return badge(row.get_status_display(), BADGES[row.status])

    @admin.display(description="où")
    def where(self, row: Initiative) -> str:
        if row.pk is None:
            return ""
        names = [str(place.commune) for place in row.places.all()] + [
            coverage.area.name for coverage in row.coverages.all()
        ]
        names = list(dict.fromkeys(names))
        if not names:
            return badge("sans lieu", "warn")
        return ", ".join(names[:3]) + (
            f" et {len(names) - 3} autres" if len(names) > 4 else ", ".join(["", *names[3:]])
        )

    @admin.display(description="parcours")
    def life(self, row: Initiative) -> str:
        if row.pk is None:
            return "Brouillon, à l’enregistrement."
        return told(steps_of(row, created="Créée", words=STEPS, reasons=REASONS))

    @admin.display(description="paru dans")
    def cited_in(self, row: Initiative) -> str:
        if row.pk is None:
            return "—"
        return bulletins_of(row)

    def _read_again(self, request: HttpRequest, form: forms.ModelForm, formsets: list) -> None:
        """An approval is of a text: changed by someone who may not approve, it is proposed again."""
        row = form.instance
        if row.status != Initiative.Status.APPROVED or self.has_publish_permission(request):
            return
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            form.instance = ask_approval_again(initiative=row, by=request.user)
            messages.info(request, "La fiche était approuvée : changée, elle est proposée de nouveau à l’édition.")

    def _act_on_each(self, request: HttpRequest, queryset: models.QuerySet, service: Any, done: str) -> None:
        count = 0
        for row in queryset.order_by("pk"):
            try:
                with transaction.atomic():
                    service(initiative=row, by=request.user)
                count += 1
            except InitiativeRefusal as refusal:
                self.message_user(request, f"« {row.title} » : {refusal}", messages.ERROR)
        if count:
            s = "" if count == 1 else "s"
            sentence = f"{counted(count, 'initiative')} {done.format(s=s)}."
            self.message_user(request, sentence, messages.SUCCESS)
