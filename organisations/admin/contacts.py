from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from backoffice.editorial import EditorialAdmin, badge
from backoffice.records.restoring import RestoringPage
from organisations.admin.appearances import AppearancesField
from organisations.admin.erasing import ErasingAdmin
from organisations.admin.merging import MERGE_CONTACTS, MergingAdmin
from organisations.admin.persons import ConsentFilter
from organisations.consent import CONSENT_FIELDS
from organisations.contacts import normalise_contact
from organisations.duplicates import same_contacts
from organisations.models import Contact
from organisations.personal import is_personal
from organisations.services import CONTACT, separate_contacts

HELP = {
    "value": "Écrivez-le comme vous le lisez : 03 21 85 53 70, www.meloko.fr, contact@exemple.fr, "
    "ou en mots : « auprès des mairies concernées ».",
    "label": "Par exemple « standard », « don de masques ». Facultatif.",
}


class ContactForm(forms.ModelForm):
    """What looks like a person's own is entered as such, and told; whoever knows better unticks it afterwards."""

    is_proposed_personal = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, typed = cleaned.get("kind", ""), cleaned.get("value", "")
        is_new = self.instance.pk is None or {"kind", "value"} & set(self.changed_data)
        if is_new and not cleaned.get("is_personal") and self._looks_personal(kind, typed):
            self.is_proposed_personal = cleaned["is_personal"] = True
            has_consent = cleaned.get("consented_on") and cleaned.get("consent_means")
            cleaned["is_public"] = bool(cleaned.get("is_public") and has_consent)
        return cleaned

    def _looks_personal(self, kind: str, typed: str) -> bool:
        try:
            return is_personal(kind, normalise_contact(kind, typed))
        except ValidationError:
            return False  # told at its field


@admin.register(Contact)
class ContactAdmin(RestoringPage, ErasingAdmin, MergingAdmin, AppearancesField, EditorialAdmin):
    shape = CONTACT
    separating = staticmethod(separate_contacts)
    add_label = "Nouveau contact"
    list_display = ("printed", "kind", "label", "visibility", "last_change")
    list_filter = ("kind", "is_public", "is_personal", ConsentFilter)
    search_columns = ("value", "label")
    search_help_text = "Adresse, numéro ou mots ; les accents et les espaces d’un numéro ne comptent pas."
    acts = (MERGE_CONTACTS,)
    form = ContactForm
    fieldsets = (
        ("Le contact", {"fields": ("kind", "value", "label")}),
        (
            "Qui le voit",
            {
                "fields": ("is_public", "is_personal", *CONSENT_FIELDS),
                "description": "Un portable (06, 07) ou une adresse qui porte un nom est d’abord une donnée "
                "personnelle, non publique. Elle devient publique quand l’accord de la personne est noté.",
            },
        ),
        ("Où il apparaît", {"fields": ("places",)}),
    )

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in HELP:
            field.help_text = HELP[db_field.name]
        return field

    def save_model(self, request: HttpRequest, obj: Contact, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if getattr(form, "is_proposed_personal", False):
            seen = "" if obj.is_public else ", qui ne paraît pas"
            what_next = "" if obj.is_public else "Pour le publier, notez l’accord de la personne sur sa fiche. "
            self.message_user(
                request,
                f"« {obj} » semble appartenir à une personne : il est enregistré comme donnée personnelle{seen}. "
                f"{what_next}S’il n’est à personne en particulier, décochez « donnée personnelle ».",
                messages.WARNING,
            )

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        found, many = super().get_search_results(request, queryset, search_term)
        digits = "".join(character for character in search_term if character.isdigit())
        if len(digits) >= 4:
            # A number is stored as +33…: “03 21 85” is looked for as “321 85”.
            by_number = queryset.filter(kind=Contact.Kind.PHONE, value__contains=digits.lstrip("0"))
            found = queryset.filter(models.Q(pk__in=found.values("pk")) | models.Q(pk__in=by_number.values("pk")))
        return found, many

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A contact that is typed again is the one that exists: it is chosen, or shown, and said so."""
        existing = self._same_contact(request) if request.method == "POST" else None
        if existing is None or not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        self.message_user(
            request, f"Ce contact existait déjà : « {existing} » est repris tel qu’il est.", messages.WARNING
        )
        if "_popup" in request.POST:
            return self.response_add(request, existing)
        return HttpResponseRedirect(reverse("admin:organisations_contact_change", args=[existing.pk]))

    def look_alike(self, row: Contact) -> list[Contact]:
        return [] if row.merged_into_id else same_contacts(row)

    def autocomplete_label(self, row: Contact) -> str:
        return f"{row.printed} — {row.label}" if row.label else row.printed

    @admin.display(description="contact", ordering="value")
    def printed(self, row: Contact) -> str:
        return row.printed

    @admin.display(description="qui le voit")
    def visibility(self, row: Contact) -> str:
        if row.is_public and row.is_personal and not row.has_consent:
            return badge("public, accord à vérifier", "warn")
        if row.is_public:
            return badge("public, personnel", "info") if row.is_personal else badge("public", "ok")
        if not row.is_personal:
            return badge("interne", "quiet")
        return badge("non public, accord noté", "quiet") if row.has_consent else badge("en attente d’accord", "warn")

    def _same_contact(self, request: HttpRequest) -> Contact | None:
        kind, value = request.POST.get("kind", ""), request.POST.get("value", "")
        if kind not in Contact.Kind.values:
            return None
        try:
            same = Contact.objects.filter(kind=kind, value=normalise_contact(kind, value)).first()
        except ValidationError:
            return None
        return same and same.survivor
