"""What every list and form of the back office shares."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import NestedObjects, lookup_spawns_duplicates, quote
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, router
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext

from backoffice.forged import refuse_forged_form, refuse_forged_lines
from backoffice.history import HistoryPage
from backoffice.journal.kinds import Kind
from backoffice.journal.leading import journal_url_for
from backoffice.journal.writing import note_each
from backoffice.lists.pages import CountingPaginator, EditorialChangeList
from backoffice.records.panels import panels_of
from backoffice.returning import back_url
from backoffice.search import containing_words
from backoffice.widgets import FrenchDateInput, ManyChoices, OneChoice, RelatedChoice, TextArea
from french.accents import without_accents

CONFLICT = (
    "Une ligne presque semblable est déjà enregistrée. Votre texte est conservé ci-dessous : vérifiez-le, "
    "puis enregistrez de nouveau."
)

CHECKBOX = '<input type="checkbox" name="{name}" value="{value}" class="action-select" aria-label="{label}">'


def badge(text: str, kind: str) -> SafeString:
    """A state as words on a colour: `kind` is ok, warn, error, info or quiet."""
    return format_html('<span class="badge badge--{}">{}</span>', kind, text)


def first_if(**condition: Any) -> models.Case:
    """For an ordering: rows that meet the condition, which wait for somebody, stand before all others."""
    return models.Case(models.When(**condition, then=0), default=1)


class FrenchFields:
    """Form fields for models of ours: days as they are written in France, texts in boxes of a readable height."""

    formfield_overrides = {
        models.DateField: {"widget": FrenchDateInput},
        models.TextField: {"widget": TextArea},
        # The admin's own field repeats the address as a link above itself.
        models.URLField: {"widget": forms.URLInput, "assume_scheme": "https"},
    }

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            related = self.admin_site.get_model_admin(db_field.remote_field.model)
            may_change = related.has_change_permission(request)
            field.widget = RelatedChoice(field.widget, request=request, may_change=may_change)
        if isinstance(field, forms.DateField) and isinstance(db_field, models.DateField):
            field.help_text = " ".join(filter(None, [str(field.help_text), "Sous la forme jj/mm/aaaa."]))
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = OneChoice(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ManyChoices(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class EditorialInline(FrenchFields, admin.StackedInline):
    """Lines inside a form, every field with its label. `group` names the fieldset that they follow."""

    template = "backoffice/lines.html"
    group = ""
    extra = 1
    add_text = "Ajouter une ligne"


class EditorialAdmin(HistoryPage, FrenchFields, admin.ModelAdmin):
    """A list that is searched without accents, a form that loses nothing, a history of every change."""

    search_keys: tuple[str, ...] = ()  # columns made by `french.accents.sort_key`
    search_columns: tuple[str, ...] = ()  # columns as written
    add_label = "Nouvelle fiche"
    deletion_kind = Kind.DELETED  # what the journal calls the deletion of a record
    rows_name = ""  # what the rows are counted as, where the name of the list names no row
    empty_words = ""  # what a list without rows says, where the stock sentence teaches too little
    add_page = ""  # the name of another page than the form, where a new record begins
    list_per_page = 50
    show_full_result_count = False
    paginator = CountingPaginator
    save_on_top = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.search_fields = cls.search_keys + cls.search_columns

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        # Only a relation to many gives a row twice: told apart without need, all that is found is sorted for a page.
        is_repeated = any(lookup_spawns_duplicates(self.opts, name) for name in self.search_fields)
        found = containing_words(queryset, search_term, keys=self.search_keys, columns=self.search_columns)
        return found, is_repeated and bool(search_term)

    def action_checkbox(self, obj: models.Model) -> SafeString:
        """The stock widget, written without its template: a list has one a row, and they cost a fifth of the page."""
        spoken = format_html(gettext("Select this object for an action - {}"), str(obj))
        return format_html(CHECKBOX, name=ACTION_CHECKBOX_NAME, value=obj.pk, label=spoken)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EditorialChangeList

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return self._with_last_change(super().get_queryset(request))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> models.Model | None:
        # PostgreSQL stores no NUL, and psycopg2 raises before it is asked; “_to_field=” names no field.
        return None if "\x00" in object_id else super().get_object(request, object_id, from_field or None)

    def autocomplete_label(self, row: models.Model) -> str:
        """The words of a choice while it is being chosen; the chosen one shows `str(row)`."""
        return str(row)

    def record_title(self, row: models.Model) -> str:
        """What the page of a record is called, in its heading and on the way to it."""
        return str(row)

    @admin.display(description="dernière modification", ordering="last_change_at")
    def last_change(self, row: models.Model) -> str:
        if not row.last_change_at:
            return "—"
        day = date_format(localtime(row.last_change_at), "d/m/Y, G\u00a0\\h\u00a0i")  # short: a list is read down
        return f"{day}, {row.last_change_by}" if row.last_change_by else day

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form; a race that the database refuses shows it again with all that was typed."""
        refuse_forged_form(request.POST)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            # The second reading usually finds the row of the other person and names the field.
            request.solidaire_refusal = ValidationError(CONFLICT)
            response = super().changeform_view(request, object_id, form_url, extra_context)
            response.status_code = 409
            return response

    def get_formset_kwargs(
        self, request: HttpRequest, obj: models.Model, inline: admin.options.InlineModelAdmin, prefix: str
    ) -> dict[str, Any]:
        if request.method == "POST":
            refuse_forged_lines(request.POST, prefix)
        return super().get_formset_kwargs(request, obj, inline, prefix)

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "solidaire_refusal", None)
        return _refused(form, refusal) if refusal else form

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if len(request.POST.getlist(ACTION_CHECKBOX_NAME)) > self.list_max_show_all:
            self.message_user(
                request,
                f"Une action prend {self.list_max_show_all} lignes au plus à la fois : rien n’a été changé.",
                messages.ERROR,
            )
            return HttpResponseRedirect(request.get_full_path())
        try:
            title = str(self.opts.verbose_name_plural).capitalize()
            return super().changelist_view(request, {"title": title, "subtitle": None, **(extra_context or {})})
        except (ValueError, ValidationError):
            # A forged address or selection: rows are asked for by something that is no key.
            self.message_user(request, "Cette demande n’a pas pu être lue : rien n’a été changé.", messages.ERROR)
            return HttpResponseRedirect(request.path)

    def get_actions(self, request: HttpRequest) -> dict[str, tuple[Any, str, str]]:
        # Django's sentence agrees with no feminine: “Supprimer les initiatives sélectionnés”.
        actions = super().get_actions(request)
        if "delete_selected" in actions:
            function, name, _ = actions["delete_selected"]
            actions["delete_selected"] = (function, name, "Supprimer la sélection")
        return actions

    def response_add(
        self, request: HttpRequest, obj: models.Model, post_url_continue: str | None = None
    ) -> HttpResponse:
        request.solidaire_saved = self.saved_sentence(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_post_save_add(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        back = back_url(request)
        return HttpResponseRedirect(back) if back else super().response_post_save_add(request, obj)

    def response_change(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        request.solidaire_saved = self.saved_sentence(request, obj)
        return super().response_change(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        back = back_url(request)
        return HttpResponseRedirect(back) if back else super().response_post_save_change(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        request.solidaire_saved = f"Supprimé : « {obj_display} »."
        return super().response_delete(request, obj_display, obj_id)

    def saved_sentence(self, request: HttpRequest, row: models.Model) -> str:
        """What a save says: no gender to agree with, and the name leads back to the form."""
        if not self.has_view_or_change_permission(request, row):
            return f"Enregistré : « {row} »."
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[quote(row.pk)])
        return format_html('Enregistré : « <a href="{}">{}</a> ».', url, row)

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        """The one message of a save, which Django words for a machine, is replaced by ours."""
        ours = request.__dict__.pop("solidaire_saved", None)
        super().message_user(request, ours or message, *args, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, list[str]]:
        """As ever, but in French, and what stands in the way is named by the record that it belongs to."""
        _, counts, lacking, _ = super().get_deleted_objects(objs, request)
        collector = NestedObjects(using=router.db_for_write(self.model))
        collector.collect(objs)
        protected = sorted({_named_by_owner(one) for one in collector.protected})
        return collector.nested(self._told_when_deleted), counts, lacking, protected

    def _told_when_deleted(self, row: models.Model) -> str:
        """“Contact : 03 21 …”, a link where it has a form; what only ties two records, by the other one."""
        if row._meta.auto_created:
            ends = [one for one in row._meta.concrete_fields if one.is_relation and one.related_model is not self.model]
            return ", ".join(_tie(getattr(row, one.name)) for one in ends) or capfirst(str(row._meta.verbose_name))
        what = capfirst(str(row._meta.verbose_name))
        if not self.admin_site.is_registered(type(row)):
            return f"{what}\u00a0: {row}"
        url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[quote(row.pk)])
        return format_html('{}\u00a0: <a href="{}">{}</a>', what, url, row)

    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet | list[models.Model]) -> None:
        super().log_deletions(request, queryset)
        note_each(self.deletion_kind, queryset, by=request.user, request=request)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = f"Supprimer : {self.opts.verbose_name}"
        return super().delete_view(request, object_id, {"title": title, "subtitle": None, **(extra_context or {})})

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: models.Model | None = None,
    ) -> TemplateResponse:
        context["error_links"] = _error_links(context["adminform"].form, context["inline_admin_formsets"])
        context["groups"] = self.get_groups(context)
        context["back_url"] = back_url(request)
        if obj is not None and obj.pk:
            context["journal_url"] = journal_url_for(request, obj)
        context["has_history"] = hasattr(self.model, "history") and not add
        if obj is not None and obj.pk and not context.get("is_popup"):
            context["panels"] = panels_of(request, obj)
        if obj is not None and obj.pk and hasattr(self, "status_badge"):
            context["state"] = self.status_badge(obj)
        context["title"], context["subtitle"] = (self.add_label if add else self.record_title(obj)), None
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_groups(self, context: dict[str, Any]) -> list[dict[str, Any]]:
        """The form in the officer's order: each group of fields with the lines that belong to it.

        A fieldset takes the inlines whose `group` is its name; the others follow in groups of their own.
        """
        inlines = list(context["inline_admin_formsets"])
        groups = []
        for fieldset in context["adminform"]:
            own = [inline for inline in inlines if getattr(inline.opts, "group", None) == fieldset.name]
            groups.append({"fieldset": fieldset, "inlines": own})
            inlines = [inline for inline in inlines if inline not in own]
        return groups + [{"fieldset": None, "inlines": [inline]} for inline in inlines]

    def _with_last_change(self, queryset: models.QuerySet) -> models.QuerySet:
        if not hasattr(self.model, "history"):
            return queryset
        pk = self.model._meta.pk.attname
        changes = self.model.history.model.objects.filter(**{pk: models.OuterRef("pk")}).order_by("-history_date")
        full_name = Trim(Concat("history_user__first_name", models.Value(" "), "history_user__last_name"))
        names = changes.annotate(
            who=Coalesce(NullIf(full_name, models.Value("")), "history_user__username", output_field=models.TextField())
        )
        return queryset.annotate(
            last_change_at=models.Subquery(changes.values("history_date")[:1]),
            last_change_by=models.Subquery(names.values("who")[:1]),
        )


def _tie(row: models.Model) -> str:
    name = str(row._meta.verbose_name)
    if without_accents(name)[:1].lower() in "aeiou":
        return f"Lien avec l’{name} «\u00a0{row}\u00a0»"
    return f"Lien avec une autre fiche\u00a0: {name} «\u00a0{row}\u00a0»"


def _named_by_owner(row: models.Model) -> str:
    """A line (“organisation 12”) says nothing by itself: its initiative or its bulletin does."""
    for name in ("initiative", "section", "bulletin"):
        owner = getattr(row, name, None)
        if owner is not None:
            return f"{str(owner._meta.verbose_name).capitalize()} « {owner} »"
    return f"{str(row._meta.verbose_name).capitalize()} « {row} »"


def _refused(form: type[forms.ModelForm], refusal: ValidationError) -> type[forms.ModelForm]:
    class RefusedForm(form):
        def clean(self) -> dict[str, Any]:
            cleaned = super().clean()
            self.add_error(None, refusal)
            return cleaned

    return RefusedForm


def _error_links(form: BaseForm, inline_formsets: list[Any]) -> list[dict[str, str]]:
    """Every error of the page with the field that it leads to, for the summary on top."""
    links = [{"label": "", "text": text, "target": ""} for text in form.non_field_errors()]
    links += _field_errors(form, "")
    for inline in inline_formsets:
        formset, name = inline.formset, str(inline.opts.verbose_name_plural).capitalize()
        if not formset.is_bound:
            continue
        links += [
            {"label": name, "text": text, "target": f"{formset.prefix}-group"} for text in formset.non_form_errors()
        ]
        for number, line in enumerate(formset.forms, start=1):
            where = f"{name}, ligne {number}"
            links += [
                {"label": where, "text": text, "target": f"{formset.prefix}-{number - 1}"}
                for text in line.non_field_errors()
            ]
            links += _field_errors(line, where)
    return links


def _field_errors(form: BaseForm, where: str) -> list[dict[str, str]]:
    return [
        {
            "label": ", ".join(filter(None, [where, str(form[name].label).capitalize()])),
            "text": text,
            "target": form[name].id_for_label or form[name].auto_id,
        }
        for name, errors in form.errors.items()
        if name in form.fields
        for text in errors
    ]
