"""What belongs to one initiative: who takes part, where, and how much."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from backoffice.rules import rule, unique
from communes.models import Area, Commune
from french.wording import number
from initiatives.holding.rules import MEASURE, ROLE_OF_ORGANISATION, ROLE_OF_PLACE
from organisations.models import Organisation


class Participation(models.Model):
    """An organisation's part in an initiative."""

    class Role(models.TextChoices):
        ACTOR = "actor", "agit"
        PARTNER = "partner", "aide (fournit, finance, héberge)"
        BENEFICIARY = "beneficiary", "bénéficie"

    initiative = models.ForeignKey("initiatives.Initiative", models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="organisation", related_name="participations"
    )
    role = models.CharField("rôle", max_length=12, choices=Role, default=Role.ACTOR)
    detail = models.CharField("précision", max_length=120, blank=True, help_text="« fournit la matière première »")
    position = models.PositiveSmallIntegerField("rang", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "qui"
        ordering = ["position", "pk"]
        constraints = [
            unique("once_in_role", ("initiative", "organisation", "role"), "Cette organisation a déjà ce rôle."),
            ROLE_OF_ORGANISATION,
        ]

    def __str__(self) -> str:
        return f"organisation {self.organisation_id}"


class PlaceRole(models.TextChoices):
    ACTS = "acts", "agit"
    BENEFITS = "benefits", "bénéficie"


class Place(models.Model):
    """A commune where the initiative acts, or that benefits from it."""

    Role = PlaceRole
    initiative = models.ForeignKey("initiatives.Initiative", models.CASCADE, related_name="places")
    commune = models.ForeignKey(Commune, models.PROTECT, verbose_name="commune", related_name="places")
    role = models.CharField("rôle", max_length=8, choices=PlaceRole, default=PlaceRole.ACTS)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ["role", "pk"]
        constraints = [
            unique("once_in_role", ("initiative", "commune", "role"), "Cette commune a déjà ce rôle."),
            ROLE_OF_PLACE,
        ]

    def __str__(self) -> str:
        return f"commune {self.commune_id}"


class Coverage(models.Model):
    """An area where the initiative acts, or that benefits from it."""

    Role = PlaceRole
    initiative = models.ForeignKey("initiatives.Initiative", models.CASCADE, related_name="coverages")
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="territoire", related_name="coverages")
    role = models.CharField("rôle", max_length=8, choices=PlaceRole, default=PlaceRole.ACTS)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"
        ordering = ["role", "pk"]
        constraints = [
            unique("once_in_role", ("initiative", "area", "role"), "Ce territoire a déjà ce rôle."),
            ROLE_OF_PLACE,
        ]

    def __str__(self) -> str:
        return f"territoire {self.area_id}"


class Figure(models.Model):
    """A quantity told by an initiative. Kinds are never added to each other: a stock is not a target nor a rate."""

    class Measure(models.TextChoices):
        STOCK = "stock", "déjà fait, en tout"
        TARGET = "target", "objectif"
        RATE_DAY = "rate_day", "par jour"
        RATE_WEEK = "rate_week", "par semaine"
        # A fact of the record, exported with its measure; no page says it as something that was done.
        CONTEXT = "context", "contexte (population, durée…)"

    initiative = models.ForeignKey("initiatives.Initiative", models.CASCADE, related_name="figures")
    item = models.CharField("quoi", max_length=120, help_text="« masques en tissu »")
    amount = models.DecimalField(
        "quantité",
        max_digits=14,
        decimal_places=2,
        validators=[
            MinValueValidator(Decimal("0.01"), "La quantité est plus grande que zéro."),
            MaxValueValidator(Decimal("999999999"), "La quantité dépasse un milliard : vérifiez-la."),
        ],
    )
    unit = models.CharField("unité", max_length=40, help_text="« masques », « litres », « personnes »")
    measure = models.CharField("mesure", max_length=10, choices=Measure, default=Measure.STOCK)
    is_approximate = models.BooleanField("environ", default=False, help_text="« une cinquantaine », « près de »…")
    as_of = models.DateField("à la date du", null=True, blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "chiffre"
        verbose_name_plural = "en chiffres"
        ordering = ["position", "pk"]
        constraints = [rule("amount_positive", Q(amount__gt=0), "La quantité est plus grande que zéro."), MEASURE]

    def __str__(self) -> str:
        return f"{number(self.amount)}\u00a0{self.unit}"

    def clean(self) -> None:
        if self.unit and not any(character.isalpha() or character in "%€" for character in self.unit):
            raise ValidationError({"unit": "L’unité est un mot : « masques », « litres »…"})
