"""The agreement of a person to be named or called in public: when, by what means, and what else is to be known."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from backoffice.rules import implies, rule

CONSENT_FIELDS = ("consented_on", "consent_means", "consent_note")
# What follows from the person's will: no return to an earlier state of a record brings it back.
SAID_BY_THE_PERSON = ("is_public", "is_personal", *CONSENT_FIELDS)
LACKING = "Pour le rendre public, notez l’accord de la personne : sa date et son moyen."


class ConsentMeans(models.TextChoices):
    WRITTEN = "written", "écrit (lettre, autorisation signée)"
    EMAIL = "email", "courriel"
    SPOKEN = "spoken", "oral (téléphone, rencontre)"
    FORM = "form", "formulaire"
    OFFICIAL = "official", "publication officielle (communiqué, site de l’organisation)"
    FUNCTION = "function", "nommé dans ses fonctions publiques"
    EARLIER = "earlier", "antérieur au registre : à vérifier"


class Consent(models.Model):
    """The record itself. It stays when the row stops being public: that someone had agreed remains known."""

    consented_on = models.DateField("accord donné le", null=True, blank=True)
    consent_means = models.CharField("moyen de l’accord", max_length=8, choices=ConsentMeans, blank=True)
    consent_note = models.CharField(
        "note sur l’accord",
        max_length=300,
        blank=True,
        help_text="Qui l’a recueilli, pour quel usage, où il est gardé.",
    )

    class Meta:
        abstract = True

    @property
    def has_consent(self) -> bool:
        """Recorded by someone. What was public before agreements were recorded is still to be asked for."""
        return self.consented_on is not None and self.consent_means not in ("", ConsentMeans.EARLIER)


def lacking_consent() -> Q:
    """The rows whose `has_consent` is false."""
    return Q(consented_on=None) | Q(consent_means__in=["", ConsentMeans.EARLIER])


def check_consent(row: Consent, *, is_needed: bool) -> None:
    """Say at its field what the record lacks; raises ValidationError."""
    errors: dict[str, Any] = {}
    if row.consented_on and row.consented_on > timezone.localdate():
        errors["consented_on"] = "Cette date est à venir : indiquez le jour où l’accord a été donné."
    if not row.consented_on and (is_needed or row.consent_means):
        errors["consented_on"] = LACKING if is_needed else "Indiquez aussi le jour de l’accord."
    if not row.consent_means and (is_needed or row.consented_on):
        errors["consent_means"] = LACKING if is_needed else "Indiquez aussi par quel moyen il a été donné."
    if errors:
        raise ValidationError(errors)


def consent_rules(public: Q) -> list[models.CheckConstraint]:
    """Whatever is `public` has an agreement, and an agreement has a date and a means."""
    recorded = Q(consented_on__isnull=False) & ~Q(consent_means="")
    return [
        rule(
            "consent_whole",
            Q(consented_on__isnull=True, consent_means="") | recorded,
            "La date d’un accord va avec son moyen.",
        ),
        implies("public_has_consent", public, recorded, LACKING),
    ]
