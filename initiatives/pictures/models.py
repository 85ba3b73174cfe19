"""The pictures of initiatives and their files."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from backoffice.pictures.models import Photograph, PictureFile
from backoffice.rules import rule, unique


class PictureQuerySet(models.QuerySet):
    def public(self) -> PictureQuerySet:
        """Whose files anybody may ask for: those of public initiatives, and of those united with a public one."""
        owned = Q(initiative__status="published") | Q(initiative__merged_into__status="published")
        return self.filter(owned, is_proposed=False)

    def showable(self) -> PictureQuerySet:
        """Also those of initiatives that nobody has read yet, for the draft of a bulletin; none that was withdrawn."""
        is_new = Q(initiative__published_at__isnull=True) & ~Q(initiative__status="withdrawn")
        shown = Q(initiative__status="published") | Q(initiative__merged_into__status="published")
        return self.filter(shown | is_new, is_proposed=False)


class Picture(Photograph):
    """One picture of an initiative. The earlier ones stay for the bulletins that show them, until they are removed."""

    initiative = models.ForeignKey("initiatives.Initiative", models.CASCADE, related_name="pictures")
    # By a correction that waits for an editor: nobody else sees it.
    is_proposed = models.BooleanField(default=False, editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta(Photograph.Meta):
        constraints = [
            *Photograph.Meta.constraints,
            unique("one_current", ("initiative",), "Cette initiative a déjà une image.", condition=Q(is_current=True)),
            rule("proposed_or_current", Q(is_proposed=False) | Q(is_current=False), "Une image proposée attend."),
            unique("once_each", ("initiative", "sha256"), "Cette image est déjà celle de l’initiative."),
        ]


class Rendition(PictureFile):
    picture = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta(PictureFile.Meta):
        constraints = [unique("once_each", ("picture", "format", "width"), "Ce fichier existe déjà.")]
