"""What the back office keeps of its own: which rows became one, and which were said to be two."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from backoffice.rules import rule, signed, unique


class UnionQuerySet(models.QuerySet):
    def standing(self) -> UnionQuerySet:
        return self.filter(undone_at=None)

    def of(self, model: type[models.Model]) -> UnionQuerySet:
        return self.filter(kind=model._meta.label_lower)


class Union(models.Model):
    """A row of a vocabulary (a theme, an area) that was united with another and is gone, with all it takes to undo it.

    An organisation that is united stays and leads to the other (decision 10); a theme or an area does not: dozens of
    lists, menus and recognisers read all rows of these, and each would have to know which ones to leave out.
    """

    kind = models.CharField("nature", max_length=60)  # “initiatives.theme”
    kept = models.PositiveBigIntegerField("fiche gardée")
    gone = models.PositiveBigIntegerField("fiche réunie")
    name = models.CharField("nom", max_length=200)
    address = models.SlugField("nom dans l’adresse", max_length=140)  # it still leads to the kept row
    values = models.JSONField("ce qu’elle disait", encoder=DjangoJSONEncoder)
    before = models.JSONField("la fiche gardée, avant", encoder=DjangoJSONEncoder)
    after = models.JSONField("la fiche gardée, après", encoder=DjangoJSONEncoder)
    moved = models.JSONField("ce qui a suivi", encoder=DjangoJSONEncoder)
    united_at = models.DateTimeField("réunie le", default=timezone.now)
    united_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="réunie par", related_name="+")
    undone_at = models.DateTimeField("défaite le", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="défaite par", related_name="+", null=True, blank=True
    )

    objects = UnionQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion de deux fiches"
        verbose_name_plural = "réunions de fiches"
        ordering = ["-united_at", "-pk"]
        default_permissions = ()
        constraints = [
            rule("not_with_itself", ~models.Q(kept=models.F("gone")), "Choisissez deux fiches différentes."),
            signed("undone", "La date d’une réunion défaite va avec son auteur."),
        ]

    def __str__(self) -> str:
        return f"réunion {self.pk}"


class Distinct(models.Model):
    """Two rows that look alike and are not the same, by their keys in rising order."""

    kind = models.CharField("nature", max_length=60)  # “initiatives.initiative”
    first = models.PositiveBigIntegerField("première fiche")
    second = models.PositiveBigIntegerField("seconde fiche")
    said_at = models.DateTimeField("dit le", default=timezone.now)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="dit par", related_name="+")

    class Meta:
        verbose_name = "fiches distinctes"
        verbose_name_plural = "fiches distinctes"
        ordering = ["-said_at", "-pk"]
        default_permissions = ()
        constraints = [
            unique("once", ("kind", "first", "second"), "C’est déjà dit."),
            rule("in_order", models.Q(first__lt=models.F("second")), "Choisissez deux fiches différentes."),
        ]

    def __str__(self) -> str:
        return f"fiches {self.first} et {self.second}"
