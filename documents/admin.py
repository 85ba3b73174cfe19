"""“Importer un document”: the upload, the review, the report and the undoing. Every rule is the services'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from backoffice.editorial import EditorialAdmin, badge, first_if
from backoffice.forged import plain_number
from backoffice.history import moment_by
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note_once_a_day
from backoffice.versions import StaleVersion
from bulletins.reach.rule import may_add_series
from documents import services
from documents.models import DocumentImport, Lesson, SourceDocument
from documents.readers.errors import ReadingRefused
from documents.refusals import ImportRefusal
from documents.review.forms import correction_of
from documents.review.screen import Typed, screen_of

BADGES = {"review": "warn", "accepted": "ok", "undone": "quiet"}
STATES = {"accepted": "accepté", "undone": "annulé"}  # of an import; the review that it was is feminine
STALE = (
    "Quelqu’un a corrigé cette relecture entre-temps : rien n’a été remplacé. Votre saisie est conservée ci-dessous : "
    "comparez, puis enregistrez de nouveau."
)
MOST_PASTED = 2_000_000


class DocumentForm(forms.Form):
    """A file, or a pasted text."""

    file = forms.FileField(
        label="Le document",
        required=False,
        max_length=200,
        help_text="Word (.docx), OpenDocument (.odt), PDF avec du texte, texte (.txt), Markdown (.md). 20 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".docx,.odt,.pdf,.txt,.md"}),
    )
    text = forms.CharField(
        label="ou son texte, collé",
        required=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("text", "").strip()):
            raise forms.ValidationError("Choisissez un fichier ou collez un texte : l’un des deux.")
        return cleaned

    def document(self) -> tuple[bytes, str]:
        file = self.cleaned_data["file"]
        return (file.read(), file.name) if file else (self.cleaned_data["text"].encode(), "texte collé.txt")


@admin.register(DocumentImport)
class DocumentImportAdmin(EditorialAdmin):
    add_label = "Importer un document"
    list_display = ("document", "status_badge", "bulletin_name", "creation", "acceptance")
    list_display_links = ("document",)
    list_filter = ("status",)
    ordering = (first_if(status=DocumentImport.Status.REVIEW), "-created_at")
    list_select_related = ("document", "bulletin__created_by", "bulletin__series", "created_by", "accepted_by")
    search_columns = ("document__filename",)
    search_help_text = "Nom du fichier."
    actions = None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        queryset = super().get_queryset(request)
        is_list = request.resolver_match and request.resolver_match.url_name.endswith("_changelist")
        return queryset.defer("text", "proposal", "report") if is_list else queryset

    def get_urls(self) -> list[URLPattern]:
        views = {
            "correction": require_POST(self.correction_view),
            "accepter": require_POST(self.accept_view),
            "reprendre": require_POST(self.resume_view),
            "annuler": self.undo_view,
            "original": require_safe(self.original_view),
        }
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"documents_documentimport_{name}")
            for name, view in views.items()
        ]
        again = path(
            "relire/<int:pk>/",
            self.admin_site.admin_view(require_POST(self.read_again_view)),
            name="documents_documentimport_again",
        )
        return [again, *own, *super().get_urls()]

    def has_delete_permission(self, request: HttpRequest, obj: DocumentImport | None = None) -> bool:
        return False

    @admin.display(description="état", ordering="status")
    def status_badge(self, row: DocumentImport) -> str:
        return badge(STATES.get(row.status, row.get_status_display()), BADGES[row.status])

    @admin.display(description="bulletin", ordering="bulletin")
    def bulletin_name(self, row: DocumentImport) -> str:
        return row.bulletin.name_apart if row.bulletin else "—"

    @admin.display(description="création", ordering="created_at")
    def creation(self, row: DocumentImport) -> str:
        return moment_by(row.created_at, row.created_by)

    @admin.display(description="acceptation", ordering="accepted_at")
    def acceptance(self, row: DocumentImport) -> str:
        return moment_by(row.accepted_at, row.accepted_by)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        is_sent = request.method == "POST"
        form = DocumentForm(request.POST, request.FILES) if is_sent else DocumentForm()
        known = None
        if is_sent and form.is_valid():
            data, filename = form.document()
            try:
                return self._to(services.receive_document(data=data, filename=filename, by=request.user))
            except services.AlreadyImported as refusal:
                known = refusal.earlier
            except ReadingRefused as refusal:
                form.add_error("file" if form.cleaned_data["file"] else "text", str(refusal))
        context = {"title": "Importer un document", "form": form, "known": known, "open": self._open(request)}
        context["lessons"] = Lesson.objects.filter(is_active=True).count() if self._may_read_lessons(request) else 0
        status = 409 if known else 422 if form.errors else 200
        return self._page(request, "add_form", context, status=status)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return self._review_page(request, row)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:documents_documentimport_change", args=[object_id]))

    def correction_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(request, pk)
        answers = request.POST.dict()
        expected = plain_number(answers.get("version", "")) or 0
        after: list[str] = []

        def correction(draft: dict) -> None:
            after.append(correction_of(answers, row.text, by=request.user)(draft))

        try:
            row = services.correct_draft(review=row, expected=expected, by=request.user, correction=correction)
        except StaleVersion as stale:
            return self._review_page(request, stale.current, typed=Typed(answers, STALE), status=409)
        except ImportRefusal as refusal:
            row.refresh_from_db()
            return self._review_page(request, row, typed=Typed(answers, str(refusal)), status=422)
        anchor = self._next(row, answers, after[-1])
        if request.headers.get("X-Requested-With") == "fetch":  # the script swaps the page in place
            response = self._review_page(request, row)
            response["X-Anchor"] = anchor
            return response
        return self._to(row, anchor=anchor)

    def accept_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(request, pk)
        if request.POST.get("version") != str(row.version):
            reason = "La relecture a changé entre-temps : vérifiez, puis recommencez."
            return self._review_page(request, row, typed=Typed({}, reason), status=409)
        try:
            bulletin = services.accept_import(review=row, by=request.user)
        except ImportRefusal as refusal:
            row.refresh_from_db()
            return self._review_page(request, row, typed=Typed({}, str(refusal)), status=422)
        self.message_user(request, f"Le brouillon « {bulletin} » est créé. Rien n’est encore publié.", messages.SUCCESS)
        return self._to(row)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(request, pk)
        is_open = row.status == DocumentImport.Status.REVIEW
        if request.method == "POST":
            undo = services.abandon_review if is_open else services.undo_import
            try:
                row = undo(review=row, by=request.user)
            except ImportRefusal as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                return self._to(row)
            kept = len(row.report.get("kept", []))
            words = "La relecture est abandonnée." if is_open else "L’import est annulé."
            if kept:
                words += f" {kept} fiche{'s' if kept > 1 else ''} gardée{'s' if kept > 1 else ''} : voyez pourquoi."
            self.message_user(request, words, messages.SUCCESS)
            return self._to(row)
        if row.status == DocumentImport.Status.UNDONE:
            return self._to(row)
        context = {
            "title": "Abandonner la relecture" if is_open else "Annuler l’import",
            "review": row,
            "is_open": is_open,
            "made": self._linked(row.report.get("made", [])),
            "kept": self._linked(services.reasons_to_keep(row)),
        }
        return self._page(request, "undo", context)

    def resume_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._row(request, pk)
        try:
            return self._to(services.resume_review(review=row, by=request.user))
        except ImportRefusal as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return self._to(row)

    def read_again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        source = SourceDocument.objects.filter(pk=pk).first()
        if source is None:
            return HttpResponseRedirect(reverse("admin:documents_documentimport_add"))
        try:
            return self._to(services.read_again(source=source, by=request.user))
        except ReadingRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:documents_documentimport_add"))

    def original_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The original as it came, as a download only: nothing of it is ever shown by the browser on our address."""
        row = self._row(request, pk, change=False)
        if row.document.erased_at:
            raise Http404("L’original a été effacé.")
        note_once_a_day(Kind.EXPORTED, by=request.user, about=row, told="original du document", request=request)
        response = FileResponse(
            row.document.content.open("rb"),
            as_attachment=True,
            filename=row.document.filename,
            content_type="application/octet-stream",
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response

    def _row(self, request: HttpRequest, pk: int, *, change: bool = True) -> DocumentImport:
        row = DocumentImport.objects.select_related("document", "bulletin__series").filter(pk=pk).first()
        may = self.has_change_permission if change else self.has_view_permission
        if row is None or not may(request, row):
            raise PermissionDenied
        return row

    def _may_read_lessons(self, request: HttpRequest) -> bool:
        return request.user.has_perm("documents.view_lesson")

    def _open(self, request: HttpRequest) -> models.QuerySet:
        rows = DocumentImport.objects.filter(status=DocumentImport.Status.REVIEW)
        return rows.select_related("document", "created_by").defer("text", "proposal", "report")[:10]

    def _review_page(
        self, request: HttpRequest, row: DocumentImport, *, typed: Typed | None = None, status: int = 200
    ) -> HttpResponse:
        if row.status != DocumentImport.Status.REVIEW:
            context = {"title": "Compte rendu d’import", "review": row, "report": self._report(row)}
            return self._page(request, "report", context, status=status)
        context = {
            "title": "Relecture",
            "can_change": self.has_change_permission(request, row),
            "may_add_theme": request.user.has_perm("initiatives.add_theme"),
            "may_add_series": may_add_series(request.user),
            **screen_of(row, typed, by=request.user),
        }
        return self._page(request, "review", context, status=status)

    def _report(self, row: DocumentImport) -> dict[str, Any]:
        report = row.report
        return {
            **report,
            **{name: self._linked(report.get(name, [])) for name in ("made", "reused", "kept", "removed")},
        }

    def _linked(self, lines: list[dict]) -> list[dict]:
        """Each row of a report with its name of kind and its page, while it still exists."""
        linked = []
        for line in lines:
            model = services.MADE[line["kind"]]
            exists = model.objects.filter(pk=line["pk"]).exists()
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
            url = reverse(name, args=[line["pk"]]) if exists else ""
            linked.append({**line, "label": str(model._meta.verbose_name), "url": url})
        return linked

    def _next(self, row: DocumentImport, answers: dict[str, str], anchor: str) -> str:
        """After a decision, the next initiative to read; after a correction, the place that was corrected."""
        if answers.get("act") not in ("accept", "set_aside"):
            return anchor
        order = [one for section in row.proposal["sections"] for one in section["initiatives"]]
        at = next((index for index, one in enumerate(order) if one["id"] == anchor), 0)
        return next((one["id"] for one in [*order[at:], *order[:at]] if one["decision"] == "pending"), "avancement")

    def _to(self, row: DocumentImport, *, anchor: str = "") -> HttpResponseRedirect:
        url = reverse("admin:documents_documentimport_change", args=[row.pk])
        return HttpResponseRedirect(f"{url}#{anchor}" if anchor else url)

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "subtitle": None, **context}
        return TemplateResponse(request, f"documents/{name}.html", context, status=status)


@admin.register(Lesson)
class LessonAdmin(EditorialAdmin):
    """“Ce que l’import a appris”: each correction that accepted imports taught, to read, change or switch off."""

    add_label = "Nouvelle leçon"
    list_display = ("words", "what", "origin", "learning", "state")
    list_display_links = ("words",)
    list_filter = ("kind", "is_active")
    list_select_related = ("theme", "learned_from__document", "learned_by")
    search_columns = ("words", "theme__name")
    search_help_text = "Mots du document ou thème."
    fieldsets = (
        (
            "Ce que l’import a appris",
            {
                "fields": ("kind", "words", "theme", "organisation_kind", "is_active"),
                "description": "Un thème va avec un intertitre\u00a0; un type va avec un acteur à "
                "reconnaître\u00a0; rien ne va "
                "avec des mots qui ne sont pas un acteur.",
            },
        ),
        ("D’où cela vient", {"fields": ("origin", "learning")}),
    )
    readonly_fields = ("origin", "learning")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Ce que l’import a appris", **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Lesson, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.learned_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description="ce qui est appris", ordering="kind")
    def what(self, row: Lesson) -> str:
        if row.kind == Lesson.Kind.HEADING:
            return f"thème «\u00a0{row.theme}\u00a0»"
        kind = f" ({row.get_organisation_kind_display()})" if row.organisation_kind else ""
        return f"{row.get_kind_display()}{kind}"

    @admin.display(description="appris de")
    def origin(self, row: Lesson) -> str:
        if row.learned_from is None:
            return "écrit à la main"
        address = reverse("admin:documents_documentimport_change", args=[row.learned_from_id])
        return format_html('<a href="{}">{}</a>', address, row.learned_from.document.filename)

    @admin.display(description="quand, par qui", ordering="learned_at")
    def learning(self, row: Lesson) -> str:
        return moment_by(row.learned_at, row.learned_by) if row.learned_by_id else "—"

    @admin.display(description="état", ordering="is_active")
    def state(self, row: Lesson) -> str:
        return badge("en service", "ok") if row.is_active else badge("arrêtée", "quiet")
