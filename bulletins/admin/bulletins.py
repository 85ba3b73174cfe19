from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from backoffice.acts import ActsPage
from backoffice.editorial import EditorialInline, badge, first_if
from backoffice.forms import RankedFormSet
from backoffice.history import name_of
from backoffice.records.contents import Part, Shape
from backoffice.records.restoring import RestoringPage
from backoffice.records.steps import Step, steps_of, told
from backoffice.returning import back_url
from backoffice.versioned import VersionedAdmin
from backoffice.widgets import TextArea
from bulletins.admin.acts import Approve, Duplicate, Publish, PublishUrgently, Rectify, Withdraw
from bulletins.admin.checking import CheckingPage, check_url
from bulletins.admin.composing import ComposingPage, frozen_notice, preview_url, saved_unseen, withdrawn_notice
from bulletins.admin.forms import BulletinForm, SectionFormSet
from bulletins.admin.planning import Plan, Unplan
from bulletins.admin.reaching import ReachedOnly, ReachedSeriesFilter
from bulletins.checks import remarks_on_each
from bulletins.models import Bulletin, BulletinLink, Entry, Schedule, Section
from bulletins.reach.rule import series_within
from bulletins.scheduling.clock import written_moment
from bulletins.scheduling.state import planned_notice
from bulletins.signing import approval_sentence
from communes.site import site_url
from french.wording import long_date

MOST_COUNTED = 5  # drafts of a list: an office has two or three
BADGES = {"draft": "quiet", "published": "ok", "withdrawn": "error"}
# Its texts come back, not its place in the series; the order and the sections have their own pages.
SHAPE = Shape(
    Bulletin,
    but=("series", "kind", "number", "is_number_printed"),
    parts=(Part(BulletinLink, "bulletin", "Liens d’appel à l’action"),),
)
STEPS = {"published": "Publié", "withdrawn": "Retiré"}


class SectionInline(EditorialInline):
    model = Section
    formset = SectionFormSet
    group = "Rubriques"
    verbose_name = "rubrique"
    verbose_name_plural = "rubriques"
    add_text = "Ajouter une rubrique"
    fields = ("theme", "heading", "introduction", "entry_link")
    readonly_fields = ("entry_link",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("theme").annotate(entry_total=models.Count("entries"))

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "introduction":
            kwargs["widget"] = TextArea({"rows": 3})
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "heading":
            field.help_text = "Vide : l’intertitre habituel du thème."
        return field

    @admin.display(description="entrées")
    def entry_link(self, row: Section) -> str:
        if row.pk is None:
            return "Après l’enregistrement."
        total = getattr(row, "entry_total", 0)
        words = {0: "Aucune entrée", 1: "1 entrée"}.get(total, f"{total} entrées")
        url = reverse("admin:bulletins_section_change", args=[row.pk])
        return format_html('{}\u00a0: <a href="{}">écrire leurs textes</a>', words, url)


class LinkInline(EditorialInline):
    model = BulletinLink
    formset = RankedFormSet
    group = "Conclusion"
    verbose_name = "lien d’appel à l’action"
    verbose_name_plural = "liens d’appel à l’action"
    add_text = "Ajouter un lien"
    fields = ("label", "url")


class UrgencyFilter(admin.SimpleListFilter):
    """Those that appeared without the second reader whom their series asks for."""

    title = "urgence"
    parameter_name = "urgence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("oui", "publiés en urgence")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.exclude(emergency_reason="") if self.value() == "oui" else queryset


@admin.register(Bulletin)
class BulletinAdmin(ReachedOnly, RestoringPage, ActsPage, CheckingPage, ComposingPage, VersionedAdmin):
    shape = SHAPE
    history_parts = ((Entry, "section__bulletin", "initiative"),)
    add_label = "Nouveau bulletin"
    add_page = "workshop:new"
    form = BulletinForm
    list_display = ("named", "atelier", "status_badge", "checking", "dated_on", "entry_count", "last_change")
    list_filter = ("status", UrgencyFilter, "kind", ("series", ReachedSeriesFilter))
    ordering = (first_if(status=Bulletin.Status.DRAFT), *Bulletin._meta.ordering)
    list_select_related = ("series", "created_by")
    search_columns = ("title", "introduction", "closing")
    search_help_text = "Titre, introduction ou conclusion ; les accents ne comptent pas."
    inlines = (SectionInline, LinkInline)
    acts = (
        Publish(),
        Approve(),
        PublishUrgently(),
        Plan(),
        Unplan(),
        Rectify(),
        Withdraw(),
        Duplicate(),
    )
    readonly_fields = ("status_badge", "numbering", "life")
    fieldsets = (
        ("Quoi", {"fields": ("title", "series", "kind", "dated_on", "place")}),
        ("Numéro", {"fields": ("numbering", "number", "is_number_printed")}),
        ("Introduction", {"fields": ("introduction",)}),
        ("Rubriques", {"fields": ()}),
        ("Conclusion", {"fields": ("closing",)}),
        ("Signature", {"fields": ("signatory_name", "signatory_function")}),
        ("Publication", {"fields": ("life",)}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        entries = Section.objects.filter(bulletin=models.OuterRef("pk")).order_by().values("bulletin")
        return (
            super()
            .get_queryset(request)
            .select_related("series", "created_by")
            .annotate(
                entry_total=models.functions.Coalesce(
                    models.Subquery(entries.annotate(total=models.Count("entries")).values("total")), 0
                ),
                planned_for=models.Subquery(
                    Schedule.objects.pending().filter(bulletin=models.OuterRef("pk")).values("planned_for")
                ),
            )
        )

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """With the remarks on the first drafts of the page; beyond, only the link, for each takes five queries."""
        changes = super().get_changelist_instance(request)
        drafts = [row for row in changes.result_list if row.status == Bulletin.Status.DRAFT][:MOST_COUNTED]
        for pk, remarks in remarks_on_each(drafts).items() if drafts else ():
            next(row for row in drafts if row.pk == pk).remarks = remarks
        return changes

    def get_readonly_fields(self, request: HttpRequest, obj: Bulletin | None = None) -> tuple[str, ...]:
        if obj and obj.status != Bulletin.Status.DRAFT:
            return (*self.readonly_fields, "series", "kind", "number")
        return self.readonly_fields

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        series = series_within(request.user).first()  # the main one stands first
        initial = {} if series is None else {"series": series.pk, "title": series.name, "place": series.place}
        if series:
            initial |= {"signatory_name": series.signatory_name, "signatory_function": series.signatory_function}
        return initial | super().get_changeform_initial_data(request)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "introduction":
            kwargs["widget"] = TextArea({"rows": 8})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Bulletin, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def has_change_permission(self, request: HttpRequest, obj: Bulletin | None = None) -> bool:
        # A withdrawn bulletin is read, not written: it can never be published again.
        is_withdrawn = obj is not None and obj.status == Bulletin.Status.WITHDRAWN
        return super().has_change_permission(request, obj) and not is_withdrawn

    def has_delete_permission(self, request: HttpRequest, obj: Bulletin | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.status == Bulletin.Status.DRAFT)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        row = kwargs.get("obj")
        if row is not None and row.pk:
            context["workshop_url"] = reverse("workshop:page", args=[row.pk])
            context["compose_url"] = reverse("admin:bulletins_bulletin_compose", args=[row.pk])
            context["picture_url"] = reverse("workshop:bulletin_picture", args=[row.pk])
            context["preview_url"] = preview_url(row)
            context["check_url"] = check_url(row) if row.status == Bulletin.Status.DRAFT else ""
            context["public_url"] = row.get_absolute_url() if row.is_published else ""
            context["notice"] = (
                frozen_notice(row) or withdrawn_notice(row) or planned_notice(row, origin=site_url(request))
            )
        return super().render_change_form(request, context, *args, **kwargs)

    def saved_sentence(self, request: HttpRequest, row: Bulletin) -> str:
        return saved_unseen(request, row) or super().saved_sentence(request, row)

    def response_post_save_add(self, request: HttpRequest, obj: Bulletin) -> HttpResponse:
        return self.response_post_save_change(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Bulletin) -> HttpResponse:
        """The bulletin's own page, where the text that was saved is seen; the list for whoever may not write in it."""
        if not request.user.has_perm("bulletins.change_bulletin"):
            return super().response_post_save_change(request, obj)
        return HttpResponseRedirect(back_url(request) or reverse("workshop:page", args=[obj.pk]))

    def autocomplete_label(self, row: Bulletin) -> str:
        return row.name_apart

    def record_title(self, row: Bulletin) -> str:
        return row.name_apart

    @admin.display(description="état", ordering="status")
    def status_badge(self, row: Bulletin) -> str:
        if planned_for := getattr(row, "planned_for", None):
            return badge(f"paraîtra le {written_moment(planned_for)}", "info")
        return badge(row.get_status_display(), BADGES[row.status])

    @admin.display(description="écrire")
    def atelier(self, row: Bulletin) -> str:
        link = '<a href="{}">Atelier<span class="visually-hidden"> de « {} »</span></a>'
        return format_html(link, reverse("workshop:page", args=[row.pk]), row)

    @admin.display(description="remarques")
    def checking(self, row: Bulletin) -> str:
        if row.status != Bulletin.Status.DRAFT:
            return ""
        remarks = getattr(row, "remarks", None)
        link = '<a href="{}"{}>{}<span class="visually-hidden"> dans « {} »</span></a>'
        if remarks is None:
            return format_html(link, check_url(row), "", "Vérifier", row.title)
        blocking = sum(one.is_blocking for one in remarks)
        told = [f"{blocking} à corriger"] if blocking else []
        told += [f"{len(remarks) - blocking} à vérifier"] if len(remarks) > blocking else []
        kind = "error" if blocking else "warn" if told else "ok"
        badge_of = format_html(' class="badge badge--{}"', kind)
        return format_html(link, check_url(row), badge_of, ", ".join(told) or "rien à corriger", row.title)

    @admin.display(description="bulletin", ordering="number")
    def named(self, row: Bulletin) -> str:
        """The bulletins of a series mostly bear one title: number, day and author come first."""
        if row.status == Bulletin.Status.DRAFT:
            marks = row.draft_marks
        else:
            day = long_date(row.dated_on) if row.dated_on else "sans date"
            marks = ", ".join(filter(None, [row.label, day, name_of(row.created_by)]))
        return format_html('{} <span class="row-title">{}</span>', capfirst(marks), row.title)

    @admin.display(description="entrées", ordering="entry_total")
    def entry_count(self, row: Bulletin) -> int:
        return row.entry_total

    @admin.display(description="parcours")
    def life(self, row: Bulletin) -> str:
        if row.pk is None:
            return "Brouillon, à l’enregistrement."
        steps = steps_of(row, created="Créé", words=STEPS, reasons={"withdrawn": ("withdrawal_reason", "Motif")})
        corrections = row.editions.filter(revision__gt=1).select_related("published_by").defer("snapshot")
        steps += [
            Step("Rectifié", one.published_at, name_of(one.published_by), f"Pour les lecteurs\u00a0: {one.correction}")
            for one in corrections
        ]
        if row.emergency_reason:
            urgent = f"Motif\u00a0: {row.emergency_reason.rstrip('.')}."
            steps.append(Step("Publié en urgence", row.published_at, name_of(row.published_by), urgent))
        life, sentence = told(sorted(steps, key=lambda step: step.at)), approval_sentence(row)
        return format_html("{}<p>{}</p>", life, sentence) if sentence else life

    @admin.display(description="à la publication")
    def numbering(self, row: Bulletin) -> str:
        if row.pk is None:
            return "Le numéro suivant de la série sera pris à la publication."
        if row.status != Bulletin.Status.DRAFT:
            return f"{row.label}, {row.get_status_display()}"
        if row.kind == Bulletin.Kind.SPECIAL:
            return "Un hors-série n’a pas de numéro."
        return f"Prendra le n°\u00a0{row.number or row.series.next_number}, si personne ne le prend avant."
