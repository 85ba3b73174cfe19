"""Publishing, rectifying and withdrawing bulletins from their page; every rule is the services'."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from backoffice.acts import Act, Remark
from bulletins.admin.checking import remarks_of
from bulletins.admin.forms import CorrectionForm, EmergencyForm, OccultationForm, WithdrawalForm
from bulletins.checks import missing_for_publication, remarks_on
from bulletins.checks.changes import changes_of
from bulletins.models import Bulletin, Edition
from bulletins.occulting.acts import occult_edition
from bulletins.refusals import BulletinRefusal
from bulletins.services import publish_bulletin, rectify_bulletin, withdraw_bulletin
from bulletins.signing import NotApprovable, approval_sentence, approve_bulletin
from bulletins.starting import StartingRefusal, duplicate_bulletin
from organisations.models import Contact, Person

NAMED_AS = {Contact: "du contact", Person: "de la personne"}


def delete_url(row: models.Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_delete", args=[row.pk])


def announced(row: Bulletin) -> str:
    """What publication would call it: “le n° 8” or “le hors-série”."""
    if row.kind == Bulletin.Kind.SPECIAL:
        return "le hors-série"
    return f"le n°\u00a0{row.number or row.series.next_number}"


def told(published: Bulletin) -> str:
    return "Le hors-série" if published.kind == Bulletin.Kind.SPECIAL else f"Le {published.label}"


class BulletinAct(Act):
    """An act after which work goes on in the Atelier, which says what was done."""

    def next_url(self, row: Bulletin, data: dict[str, Any]) -> str:
        return reverse("workshop:page", args=[row.pk])


class Publish(BulletinAct):
    slug = "publier"
    label = "Publier"
    permission = "publish_bulletin"
    refusal = BulletinRefusal
    asks_proof = True
    goes_with_save = True

    def is_offered(self, row: Bulletin) -> bool:
        return row.status == Bulletin.Status.DRAFT

    def button(self, row: Bulletin) -> str:
        return f"Publier {announced(row)}"

    def explanation(self, row: Bulletin) -> str:
        number = "" if row.kind == Bulletin.Kind.SPECIAL else " Le numéro est pris à ce moment et ne resservira pas."
        return (
            "Le bulletin paraîtra aussitôt, et avec lui ses initiatives, approuvées ou encore en brouillon. Son texte "
            f"sera figé : ensuite, seul un rectificatif daté le changera.{number}"
        )

    def remarks(self, row: Bulletin) -> list[Remark]:
        remarks = remarks_of(row, remarks_on(row)) or [Remark("info", "Rien ne manque.")]
        state = approval_sentence(row)
        return [*remarks, Remark("info", state, lead="Bon à tirer")] if state else remarks

    def perform(self, row: Bulletin, data: dict[str, Any], by: Any) -> str:
        published = publish_bulletin(bulletin=row, by=by, expected_version=row.version)
        words = '{} est publié. <a href="{}">Le lire en ligne</a>'
        return format_html(words, told(published), published.get_absolute_url())


class Approve(BulletinAct):
    slug = "bon-a-tirer"
    label = "Donner le bon à tirer"
    permission = "publish_bulletin"
    refusal = NotApprovable

    def is_offered(self, row: Bulletin) -> bool:
        return row.status == Bulletin.Status.DRAFT and row.series.needs_second_reader

    def explanation(self, row: Bulletin) -> str:
        state = approval_sentence(row)
        return (
            f"{state} Vous approuvez le texte tel qu’il est aujourd’hui, fiches comprises : la personne qui l’a créé "
            "pourra le publier. Un mot changé ensuite demande un nouveau bon à tirer."
        )

    def remarks(self, row: Bulletin) -> list[Remark]:
        return remarks_of(row, remarks_on(row)) or [Remark("info", "Rien ne manque.")]

    def perform(self, row: Bulletin, data: dict[str, Any], by: Any) -> str:
        approve_bulletin(bulletin=row, by=by, expected_version=row.version)
        return "Le bon à tirer est donné."


class PublishUrgently(Publish):
    slug = "publier-en-urgence"
    label = "Publier en urgence"
    form = EmergencyForm
    goes_with_save = False
    is_grave = True

    def is_offered(self, row: Bulletin) -> bool:
        return super().is_offered(row) and row.series.needs_second_reader

    def button(self, row: Bulletin) -> str:
        return f"Publier {announced(row)} en urgence"

    def explanation(self, row: Bulletin) -> str:
        return (
            f"{super().explanation(row)} Le bulletin paraît sans le bon à tirer d’une autre personne : le motif reste."
        )

    def perform(self, row: Bulletin, data: dict[str, Any], by: Any) -> str:
        published = publish_bulletin(
            bulletin=row, by=by, expected_version=row.version, emergency_reason=data["emergency_reason"]
        )
        words = '{} est publié en urgence. <a href="{}">Le lire en ligne</a>'
        return format_html(words, told(published), published.get_absolute_url())


class Rectify(BulletinAct):
    slug = "rectifier"
    label = "Publier un rectificatif"
    permission = "publish_bulletin"
    form = CorrectionForm
    refusal = BulletinRefusal
    asks_proof = True

    def is_offered(self, row: Bulletin) -> bool:
        return row.is_published

    def explanation(self, row: Bulletin) -> str:
        return (
            "Enregistrez d’abord vos corrections dans le bulletin. Le texte d’aujourd’hui paraîtra comme nouvelle "
            "révision, datée ; la précédente reste lisible."
        )

    def remarks(self, row: Bulletin) -> list[Remark]:
        return remarks_of(row, (one for one in missing_for_publication(row) if one.is_blocking))

    def details(self, row: Bulletin) -> str:
        return render_to_string("bulletins/changes.html", {"changes": changes_of(row)})

    def form_for(self, row: Bulletin, data: Any, **options: Any) -> CorrectionForm:
        return CorrectionForm(row, data, **options)

    def perform(self, row: Bulletin, data: dict[str, Any], by: Any) -> str:
        edition = rectify_bulletin(bulletin=row, by=by, correction=data["correction"])
        return f"Le rectificatif est publié (révision {edition.revision})."


class Withdraw(Act):
    slug = "retirer"
    label = "Retirer"
    permission = "withdraw_bulletin"
    refusal = BulletinRefusal
    asks_proof = True
    is_grave = True

    def form_for(self, row: Bulletin, data: Any, **options: Any) -> WithdrawalForm:
        return WithdrawalForm(row, data, **options)

    def is_offered(self, row: Bulletin) -> bool:
        return row.is_published

    def button(self, row: Bulletin) -> str:
        return f"Retirer {announced(row)}"

    def explanation(self, row: Bulletin) -> str:
        number = "" if row.kind == Bulletin.Kind.SPECIAL else "Son numéro reste pris. "
        return (
            f"Le bulletin quittera aussitôt toutes les pages. {number}Ses initiatives restent dans le répertoire. "
            "Un bulletin retiré ne peut pas être publié de nouveau."
        )

    def perform(self, row: Bulletin, data: dict[str, Any], by: Any) -> str:
        withdraw_bulletin(
            bulletin=row,
            by=by,
            reason=data["reason"],
            public_note=data["public_note"],
            replaced_by=data["replaced_by"],
        )
        return f"Le {row.label} est retiré."


class Duplicate(Act):
    slug = "dupliquer"
    label = "Dupliquer en nouveau brouillon"
    permission = "add_bulletin"
    refusal = StartingRefusal

    def is_offered(self, row: Bulletin) -> bool:
        return row.status == Bulletin.Status.WITHDRAWN

    def explanation(self, row: Bulletin) -> str:
        return (
            "Un nouveau brouillon reprend ses textes, ses liens, ses rubriques et ses entrées. Le bulletin retiré "
            "reste tel quel et garde son numéro : le brouillon prendra le suivant à la publication."
        )

    def perform(self, row: Bulletin, data: dict[str, Any], by: Any) -> str:
        data["draft"] = duplicate_bulletin(bulletin=row, by=by)
        return f"Le nouveau brouillon est prêt\u00a0: il reprend le bulletin retiré ({row.label})."

    def next_url(self, row: Bulletin, data: dict[str, Any]) -> str:
        return reverse("workshop:page", args=[data["draft"].pk])


class Occult(Act):
    slug = "occulter"
    label = "Occulter des données personnelles"
    permission = "withdraw_bulletin"
    form = OccultationForm
    refusal = BulletinRefusal
    asks_proof = True
    is_grave = True

    def is_offered(self, row: Edition) -> bool:
        return True

    def form_for(self, row: Edition, data: Any, **options: Any) -> OccultationForm:
        return OccultationForm(row, data, **options)

    def explanation(self, row: Edition) -> str:
        return (
            f"{row.bulletin}. Les données choisies sont détruites sans retour possible : textes figés de toutes les "
            "révisions, textes de la rédaction et leur historique, PDF et recherche. Tout est ensuite relu ; s’il en "
            "restait quelque part, rien ne serait changé. Le motif reste attaché à l’édition."
        )

    def remarks(self, row: Edition) -> list[Remark]:
        links = [
            (reverse("admin:organisations_contact_changelist"), "Ouvrir les contacts"),
            (reverse("admin:organisations_person_changelist"), "Ouvrir les personnes"),
        ]
        kept = (
            "La fiche d’un contact ou d’une personne, et son historique, gardent sa valeur jusqu’à ce que la fiche "
            "soit supprimée. Les documents importés, jamais publiés, gardent aussi leur texte."
        )
        return [Remark("info", kept, lead="Ce qui reste", links=links)]

    def perform(self, row: Edition, data: dict[str, Any], by: Any) -> str:
        occultation = occult_edition(
            edition=row,
            by=by,
            reason=data["reason"],
            persons=data.get("persons", ()),
            contacts=data.get("contacts", ()),
            passages=data["passages"].splitlines(),
            is_everywhere=data["is_everywhere"],
        )
        if not occultation.records:
            return str(occultation)
        deletions = format_html_join(
            ", ",
            '<a href="{}">supprimer la fiche {} n° {}</a>',
            ((delete_url(one), NAMED_AS[type(one)], one.pk) for one in occultation.records),
        )
        return format_html(
            "{} La fiche et son historique, eux, gardent la valeur tant que la fiche n’est pas supprimée : {}.",
            occultation,
            deletions,
        )
