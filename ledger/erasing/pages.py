"""The requests to erase, each with its two keys and its report."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from backoffice.acts import Act, ActsPage, Remark
from backoffice.editorial import EditorialAdmin, badge
from backoffice.history import moment_by
from french.wording import enumerated, long_date
from ledger.erasing.asking import remarks_on
from ledger.erasing.findings import findings_of, undecided
from ledger.erasing.models import NOTE_LENGTH, Erasure, ErasureQuerySet
from ledger.erasing.services import MODELS_TOLD, REFUSALS, confirm_erasure, refuse_erasure
from ledger.erasing.subjects import Row, row_of
from organisations.appearances import link_to

STAYS, GOES = "quelqu’un d’autre\u00a0: reste", "c’est elle\u00a0: part"


class ConfirmForm(forms.Form):
    alone_because = forms.CharField(
        label="Si vous l’avez demandé vous-même",
        max_length=NOTE_LENGTH,
        required=False,
        help_text="Seulement quand aucun autre compte ne peut confirmer\u00a0: écrivez pourquoi vous le faites seul.",
    )


class RefuseForm(forms.Form):
    because = forms.CharField(
        label="Pourquoi", max_length=NOTE_LENGTH, help_text="La personne qui l’a demandé le lira. Ne nommez personne."
    )


class StateFilter(admin.SimpleListFilter):
    title = "état"
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("attente", "à confirmer"), ("fait", "faits"), ("refuse", "refusés")]

    def queryset(self, request: HttpRequest, queryset: ErasureQuerySet) -> models.QuerySet:
        if self.value() == "attente":
            return queryset.pending()
        if self.value() == "fait":
            return queryset.done()
        return queryset.exclude(refused_at=None) if self.value() == "refuse" else queryset


class Confirm(Act):
    slug = "confirmer"
    label = "Confirmer et effacer"
    permission = "ledger.erase_person"
    form = ConfirmForm
    refusal = REFUSALS
    asks_proof = True
    is_grave = True

    def is_offered(self, row: Erasure) -> bool:
        return row.is_pending

    def explanation(self, row: Erasure) -> str:
        return (
            "Ce qui suit sera détruit en une fois et sans retour possible\u00a0; tout est ensuite relu, chaque texte "
            "de chaque table, et s’il en restait quelque part, rien ne serait changé."
        )

    def remarks(self, row: Erasure) -> list[Remark]:
        whom = row_of(row.kind, row.key)
        if whom is None:
            return [Remark("error", "Cette fiche n’existe plus\u00a0: refusez la demande, elle est sans objet.")]
        findings = findings_of(whom)
        unseen = undecided(findings, [tuple(one) for one in row.seen])
        whose = Remark("warning", f"{whom}.", row.get_kind_display().capitalize(), [(entry_url(row), "Sa page")])
        told = [Remark("error", f"Depuis la demande, ce nom se trouve aussi ici\u00a0: {enumerated(unseen)}.")]
        spared = {tuple(one) for one in row.spared}
        decided = [
            Remark(
                "warning",
                f"{place.label} {' … '.join(f'« {one} »' for one in place.passages)}",
                f"{place.kind}, {STAYS if place.owner in spared else GOES}",
                [(place.url, "Ouvrir")],
            )
            for place in findings.to_decide
        ]
        return [*(told if unseen else []), whose, *remarks_on(findings), *decided]

    def perform(self, row: Erasure, data: dict[str, Any], by: Any) -> str:
        done = confirm_erasure(erasure=row, by=by, alone_because=data["alone_because"])
        told = f"Effacé partout\u00a0: {enumerated(done.report['done'])}. Il n’en reste rien dans la base."
        kept = " Les sauvegardes qui le gardent encore sont nommées ci-dessous."
        return told + kept if done.report["backups"] else told


class Refuse(Act):
    slug = "refuser"
    label = "Refuser ou reprendre la demande"
    permission = "ledger.erase_person"
    form = RefuseForm
    refusal = REFUSALS

    def is_offered(self, row: Erasure) -> bool:
        return row.is_pending

    def explanation(self, row: Erasure) -> str:
        return "Rien n’est effacé. La demande reste dans la liste, avec la raison."

    def perform(self, row: Erasure, data: dict[str, Any], by: Any) -> str:
        refuse_erasure(erasure=row, by=by, because=data["because"])
        return "La demande est refusée\u00a0: rien n’est effacé."


@admin.register(Erasure)
class ErasureAdmin(ActsPage, EditorialAdmin):
    """Requests and reports: read, never written."""

    list_display = ("label", "asked", "why", "state")
    list_display_links = ("label",)
    list_filter = (StateFilter, "kind", "reason")
    list_select_related = ("asked_by", "confirmed_by", "refused_by")
    acts = (Confirm(), Refuse())
    empty_words = (
        "Aucun effacement n’a été demandé. Il se demande sur la page de la personne, du contact ou du compte\u00a0: "
        "«\u00a0Effacer partout\u00a0»."
    )
    readonly_fields = (
        "whom", "why", "note", "asked", "decided", "state", "alone_because", "refused_because", "done", "searched",
        "kept", "backups",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("asked_by", "confirmed_by", "refused_by")

    def get_fieldsets(self, request: HttpRequest, obj: Erasure | None = None) -> list[tuple[str, dict[str, Any]]]:
        """What has not happened has no empty line."""
        keys = [name for name in ("alone_because", "refused_because") if getattr(obj, name, "")]
        shown = [
            ("La demande", {"fields": ("whom", "why", "note", "asked", "decided")}),
            ("Les deux clés", {"fields": ("state", *keys)}),
        ]
        if obj and obj.confirmed_at:
            shown.append(("Le compte rendu", {"fields": ("done", "searched", "kept", "backups")}))
        return shown

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Erasure | None = None) -> bool:
        return request.user.has_perm("ledger.erase_person")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Erasure | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Erasure | None = None) -> bool:
        return False

    def may_perform(self, request: HttpRequest, act: Act, row: models.Model | None = None) -> bool:
        """An account is erased by those who keep accounts."""
        allowed = super().may_perform(request, act, row)
        is_account = row is not None and row.kind == Erasure.Kind.ACCOUNT
        return allowed and (not is_account or request.user.has_perm("ledger.view_ledger"))

    def record_title(self, row: Erasure) -> str:
        return str(row).capitalize()

    @admin.display(description="effacement", ordering="pk")
    def label(self, row: Erasure) -> str:
        return f"n°\u00a0{row.pk}, {row.get_kind_display()}"

    @admin.display(description="demandé", ordering="asked_at")
    def asked(self, row: Erasure) -> str:
        return moment_by(row.asked_at, row.asked_by)

    @admin.display(description="motif", ordering="reason")
    def why(self, row: Erasure) -> str:
        return row.get_reason_display()

    @admin.display(description="état")
    def state(self, row: Erasure) -> str:
        if row.confirmed_at:
            return badge(f"effacé le {moment_by(row.confirmed_at, row.confirmed_by)}", "ok")
        if row.refused_at:
            return badge(f"refusé le {moment_by(row.refused_at, row.refused_by)}", "quiet")
        return badge("à confirmer par une autre personne", "warn")

    @admin.display(description="de qui")
    def whom(self, row: Erasure) -> str:
        """Its name only as long as it is there."""
        person: Row | None = row_of(row.kind, row.key) if row.is_pending else None
        if person is None:
            return f"{row.get_kind_display()} n°\u00a0{row.key}"
        return format_html('<a href="{}">{}</a>', link_to(person), person)

    @admin.display(description="ce qui a été décidé")
    def decided(self, row: Erasure) -> str:
        others = _told(row.spared)
        families = _told(row.families)
        lines = [f"Parlent de quelqu’un d’autre et restent\u00a0: {others}."] if others else []
        lines += [f"Le nom de famille seul part aussi de\u00a0: {families}."] if families else []
        return " ".join(lines) or "Rien n’était à décider."

    @admin.display(description="effacé")
    def done(self, row: Erasure) -> str:
        return _listed(row.report.get("done", []))

    @admin.display(description="relu ensuite")
    def searched(self, row: Erasure) -> str:
        return _listed(row.report.get("searched", []))

    @admin.display(description="laissé, car d’un homonyme")
    def kept(self, row: Erasure) -> str:
        return _listed(row.report.get("spared", []))

    @admin.display(description="sauvegardes qui le gardent")
    def backups(self, row: Erasure) -> str:
        told = [backup_told(one) for one in row.report.get("backups", [])]
        return _listed(told) if told else "Aucune de celles que le site connaît."


def entry_url(row: Erasure) -> str:
    """The page of the register on which the request was answered."""
    return reverse("ledger:entry", args=[row.kind, row.key])


def backup_told(backup: dict[str, str]) -> str:
    if not backup["gone_on"]:
        return f"{backup['name']}, jusqu’à ce qu’elle soit effacée à la main"
    return f"{backup['name']}, jusqu’au {long_date(date.fromisoformat(backup['gone_on']))}"


def _told(owners: list[list[Any]]) -> str:
    return enumerated([f"{MODELS_TOLD.get(label, 'fiche')} n°\u00a0{pk}" for label, pk in owners])


def _listed(told: list[str]) -> str | SafeString:
    if not told:
        return "—"
    return format_html('<ul class="places">{}</ul>', format_html_join("", "<li>{}</li>", ((one,) for one in told)))
