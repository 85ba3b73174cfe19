"""The pictures of bulletins and their files. Frozen editions name them by key and fingerprint."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from backoffice.pictures.models import Photograph, PictureFile
from backoffice.rules import unique


class BulletinPictureQuerySet(models.QuerySet):
    def public(self) -> BulletinPictureQuerySet:
        """Whose files anybody may ask for: those of bulletins that are out."""
        return self.filter(bulletin__status="published")


class BulletinPicture(Photograph):
    """One picture of a bulletin. The earlier ones stay for the revisions that show them, until they are removed."""

    bulletin = models.ForeignKey("bulletins.Bulletin", models.CASCADE, related_name="pictures")

    objects = BulletinPictureQuerySet.as_manager()

    class Meta(Photograph.Meta):
        verbose_name = "image d’un bulletin"
        verbose_name_plural = "images des bulletins"
        constraints = [
            *Photograph.Meta.constraints,
            unique("one_current", ("bulletin",), "Ce bulletin a déjà une image.", condition=Q(is_current=True)),
            unique("once_each", ("bulletin", "sha256"), "Cette image est déjà celle du bulletin."),
        ]


class BulletinRendition(PictureFile):
    picture = models.ForeignKey(BulletinPicture, models.CASCADE, related_name="renditions")

    class Meta(PictureFile.Meta):
        constraints = [unique("once_each", ("picture", "format", "width"), "Ce fichier existe déjà.")]
