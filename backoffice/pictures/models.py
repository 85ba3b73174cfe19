"""A picture of a record with all that allows it to be shown, and the files drawn of it; each room has its own tables.

The files stand in the database: they come and go with their row, in one transaction and one backup, and a picture whose
consent is taken back leaves nothing behind. Some hundred pictures make a few hundred megabytes.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from backoffice.rules import implies, rule

# What officers say of a photograph.
WRITTEN = ("alternative_text", "credit", "licence", "faces", "consent_on", "consent_by")


class StoredPicture(models.Model):
    """The present one of its record, or an earlier one that stays for the bulletins that show it."""

    is_current = models.BooleanField(default=True, editable=False)
    sha256 = models.CharField("empreinte", max_length=64, editable=False)
    width = models.PositiveSmallIntegerField("largeur", editable=False)
    height = models.PositiveSmallIntegerField("hauteur", editable=False)
    widths = ArrayField(models.PositiveSmallIntegerField(), editable=False)
    added_at = models.DateTimeField("ajoutée le", default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="ajoutée par", related_name="+", editable=False
    )

    class Meta:
        abstract = True
        ordering = ["-is_current", "-pk"]


class Photograph(StoredPicture):
    """A picture that has an author, and perhaps faces."""

    class Licence(models.TextChoices):
        AGREED = "agreed", "accord de l’auteur"
        OPEN = "licence_ouverte", "Licence Ouverte 2.0"
        CC_BY = "cc_by", "CC BY 4.0"
        CC_BY_SA = "cc_by_sa", "CC BY-SA 4.0"
        PUBLIC_DOMAIN = "public_domain", "domaine public"

    class Faces(models.TextChoices):
        NONE = "none", "aucun visage reconnaissable"
        AGREED = "agreed", "visages reconnaissables, avec l’accord des personnes"

    alternative_text = models.CharField(
        "texte de remplacement",
        max_length=300,
        help_text="Ce que l’on voit, pour qui ne la voit pas\u00a0: «\u00a0Trois couturières devant leurs "
        "machines\u00a0». Sans nom de personne.",
    )
    credit = models.CharField(
        "crédit", max_length=120, help_text="De qui est l’image\u00a0: «\u00a0Ville de Marck\u00a0»."
    )
    licence = models.CharField("licence", max_length=20, choices=Licence)
    faces = models.CharField("visages", max_length=10, choices=Faces)
    consent_on = models.DateField("accord recueilli le", null=True, blank=True)
    consent_by = models.CharField(
        "recueilli par", max_length=120, blank=True, help_text="Qui, dans le service, garde la trace de cet accord."
    )

    class Meta(StoredPicture.Meta):
        abstract = True
        verbose_name = "image"
        verbose_name_plural = "images"
        constraints = [
            rule("described", ~Q(alternative_text="") & ~Q(credit=""), "Une image se décrit et a un auteur."),
            implies(
                "faces_agreed",
                Q(faces="agreed"),
                Q(consent_on__isnull=False) & ~Q(consent_by=""),
                "L’accord des personnes reconnaissables a une date et quelqu’un qui l’a recueilli.",
            ),
        ]

    def __str__(self) -> str:
        return self.alternative_text

    def clean(self) -> None:
        if self.consent_on and self.consent_on > timezone.localdate():
            raise ValidationError({"consent_on": "Ce jour n’est pas encore venu."})


class PictureFile(models.Model):
    """One file of a picture: a width in a format. Never read but to be sent or printed. Its owner is `picture`."""

    class Format(models.TextChoices):
        AVIF = "avif", "AVIF"
        WEBP = "webp", "WebP"
        JPEG = "jpeg", "JPEG"

    format = models.CharField("format", max_length=4, choices=Format)
    width = models.PositiveSmallIntegerField("largeur")
    data = models.BinaryField("contenu")

    class Meta:
        abstract = True
        verbose_name = "fichier d’image"
        verbose_name_plural = "fichiers d’images"

    def __str__(self) -> str:
        return f"{self.format}, {self.width} pixels"
