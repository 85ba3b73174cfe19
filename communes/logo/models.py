"""The logos of the office and their files. What it says to who does not see it is the office's name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from backoffice.pictures.models import PictureFile, StoredPicture
from backoffice.rules import unique


class Logo(StoredPicture):
    """The logo of today, or an earlier one that stays for the bulletins that bear it, until it is removed."""

    territory = models.ForeignKey("communes.Territory", models.CASCADE, related_name="logos")

    class Meta(StoredPicture.Meta):
        verbose_name = "logo"
        verbose_name_plural = "logos"
        constraints = [
            unique("one_current", ("territory",), "L’office a déjà un logo.", condition=Q(is_current=True)),
            unique("once_each", ("territory", "sha256"), "Ce logo est déjà celui de l’office."),
        ]

    def __str__(self) -> str:
        return f"logo, {self.width} × {self.height} pixels"


class LogoRendition(PictureFile):
    picture = models.ForeignKey(Logo, models.CASCADE, related_name="renditions")

    class Meta(PictureFile.Meta):
        constraints = [unique("once_each", ("picture", "format", "width"), "Ce fichier existe déjà.")]
