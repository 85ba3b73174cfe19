"""Who agreed to a rule of retention, and what each night took away."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from backoffice.rules import rule, signed, unique


class AgreementQuerySet(models.QuerySet):
    def standing(self) -> AgreementQuerySet:
        return self.filter(ended_at=None)


class Agreement(models.Model):
    """An administrator has seen what a rule would take, and lets it. It is of its days: fewer are asked for anew."""

    kind = models.SlugField("nature", max_length=40)
    days = models.PositiveIntegerField("jours")
    note = models.CharField("référence", max_length=200, blank=True)
    agreed_at = models.DateTimeField("accordé le", default=timezone.now)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="accordé par", related_name="+"
    )
    ended_at = models.DateTimeField("suspendu le", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="suspendu par", related_name="+", null=True, blank=True
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "accord de conservation"
        verbose_name_plural = "accords de conservation"
        ordering = ["-agreed_at", "-pk"]
        default_permissions = ()
        permissions = [("govern_retention", "régler ce qui est conservé")]
        constraints = [
            unique("one_standing", ("kind",), "Un accord vaut déjà pour ces données.", condition=Q(ended_at=None)),
            rule("days_given", Q(days__gt=0), "Un accord porte sur un nombre de jours."),
            signed("ended", "La date de la suspension va avec son auteur."),
        ]

    def __str__(self) -> str:
        return f"accord {self.pk}"


class Removal(models.Model):
    """What one rule took away in one night, or when somebody ran the command. Numbers only: no word of what went."""

    kind = models.SlugField("nature", max_length=40)
    days = models.PositiveIntegerField("jours")
    count = models.PositiveIntegerField("combien")
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "compte rendu de conservation"
        verbose_name_plural = "comptes rendus de conservation"
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [rule("something_went", Q(count__gt=0), "Un compte rendu dit ce qui est parti.")]

    def __str__(self) -> str:
        return f"compte rendu {self.pk}"
