"""What was published: frozen editions, and the citations that index the current one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from backoffice.rules import rule, unique
from bulletins.models.bulletin import Bulletin
from initiatives.models import Initiative


class EditionQuerySet(models.QuerySet):
    def current(self) -> EditionQuerySet:
        """The last revision of each bulletin."""
        newer = Edition.objects.filter(bulletin=models.OuterRef("bulletin"), revision__gt=models.OuterRef("revision"))
        return self.filter(~models.Exists(newer))


class Edition(models.Model):
    """What was published, frozen. A database trigger refuses UPDATE and DELETE, but for an occultation."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, verbose_name="bulletin", related_name="editions")
    revision = models.PositiveSmallIntegerField("révision", default=1)
    snapshot = models.JSONField("contenu figé")
    sha256 = models.CharField("empreinte", max_length=64)
    published_at = models.DateTimeField("publiée le")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="publiée par", related_name="+"
    )
    correction = models.TextField("ce que le rectificatif change", blank=True)
    occulted_at = models.DateTimeField("occultée le", null=True, blank=True)
    occulted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="occultée par", related_name="+", null=True, blank=True
    )
    occultation_reason = models.CharField("motif de l’occultation", max_length=300, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "édition publiée"
        verbose_name_plural = "éditions publiées"
        ordering = ["bulletin", "revision"]
        constraints = [
            unique("unique_revision", ("bulletin", "revision"), "Cette révision existe déjà."),
            rule(
                "occulted_at_by_together",
                Q(occulted_at__isnull=True, occulted_by__isnull=True, occultation_reason="")
                | (Q(occulted_at__isnull=False, occulted_by__isnull=False) & ~Q(occultation_reason="")),
                "Une occultation a une date, un auteur et un motif.",
            ),
            rule("rectification_explained", Q(revision=1) | ~Q(correction=""), "Un rectificatif dit ce qu’il change."),
        ]

    def __str__(self) -> str:
        return f"révision {self.revision}"

    @property
    def is_rectification(self) -> bool:
        return self.revision > 1


class Citation(models.Model):
    """What the current edition of a bulletin says of an initiative: the snapshot's index, for the directory to join.

    Publication writes these rows from the snapshot, and a rectificatif writes them anew; nobody edits them.
    """

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, verbose_name="bulletin", related_name="citations")
    initiative = models.ForeignKey(Initiative, models.PROTECT, verbose_name="initiative", related_name="citations")
    heading = models.CharField("intertitre du jour", max_length=250, blank=True)
    wording = models.TextField("texte du jour")
    position = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "citation"
        verbose_name_plural = "citations"
        ordering = ["bulletin", "position"]
        constraints = [
            unique("once_in_bulletin", ("bulletin", "initiative"), "Un bulletin ne cite une initiative qu’une fois.")
        ]

    def __str__(self) -> str:
        return f"citation {self.position}"
