"""Documents that officers drop in, and the proposal that is reviewed until it becomes a draft bulletin."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from backoffice.rules import implies, rule, signed, unique
from bulletins.models import Bulletin
from french.accents import sort_key
from initiatives.models import Theme
from organisations.models import Organisation

FOLDER = "documents"  # of the originals, in MEDIA_ROOT


def private_path(document: SourceDocument, filename: str) -> str:
    """Where an original is kept: by its fingerprint, so that no personal name of a file name reaches the disk."""
    return f"{FOLDER}/{document.sha256[:2]}/{document.sha256}"


class SourceDocument(models.Model):
    """An original as it was dropped in. Kept privately, handed out as a download only to the back office."""

    sha256 = models.CharField("empreinte", max_length=64, unique=True)
    filename = models.CharField("nom du fichier", max_length=200)
    content = models.FileField("original", upload_to=private_path)
    size = models.PositiveIntegerField("taille en octets")
    received_at = models.DateTimeField("reçu le", default=timezone.now)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="déposé par", related_name="+"
    )
    erased_at = models.DateTimeField("effacé le", null=True, blank=True)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="effacé par", related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "document source"
        verbose_name_plural = "documents sources"
        ordering = ["-received_at"]
        constraints = [
            signed("erased", "La date d’effacement va avec son auteur."),
            implies(
                "erased_has_no_file",
                Q(erased_at__isnull=False),
                Q(content=""),
                "Un document effacé n’a plus de fichier.",
            ),
        ]

    def __str__(self) -> str:
        return self.filename


class DocumentImport(models.Model):
    """The review of one document: its text, the proposal as corrected so far, and what accepting it made."""

    class Status(models.TextChoices):
        REVIEW = "review", "à relire"
        ACCEPTED = "accepted", "accepté"
        UNDONE = "undone", "annulé"

    document = models.ForeignKey(SourceDocument, models.PROTECT, verbose_name="document", related_name="imports")
    status = models.CharField("état", max_length=8, choices=Status, default=Status.REVIEW)
    text = models.TextField("texte lu")
    proposal = models.JSONField("proposition")
    report = models.JSONField("compte rendu", default=dict, blank=True)
    bulletin = models.ForeignKey(
        Bulletin, models.SET_NULL, verbose_name="bulletin", related_name="imports", null=True, blank=True
    )
    created_at = models.DateTimeField("commencée le", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="commencée par", related_name="+"
    )
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="acceptée par", related_name="+", null=True, blank=True
    )
    undone_at = models.DateTimeField("annulée le", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="annulée par", related_name="+", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "import de document"
        verbose_name_plural = "imports de documents"
        ordering = ["-created_at"]
        constraints = [
            signed("accepted", "La date d’acceptation va avec son auteur."),
            signed("undone", "La date d’annulation va avec son auteur."),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"


class Lesson(models.Model):
    """What an officer corrected in an import that was accepted: the next reading knows it, and says so.

    Words that were refused as an actor, a name that was added, a theme that was chosen for a heading.
    """

    class Kind(models.TextChoices):
        HEADING = "heading", "intertitre d’un thème"
        ACTOR = "actor", "acteur à reconnaître"
        REFUSED = "refused", "mots qui ne sont pas un acteur"

    kind = models.CharField("ce qui est appris", max_length=8, choices=Kind)
    words = models.CharField("mots du document", max_length=250)
    key = models.CharField(max_length=250, editable=False)
    theme = models.ForeignKey(Theme, models.CASCADE, verbose_name="thème", null=True, blank=True, related_name="+")
    organisation_kind = models.CharField(
        "type de l’acteur", max_length=24, choices=Organisation.Kind, blank=True, default=""
    )
    is_active = models.BooleanField(
        "en service", default=True, help_text="Sans la coche, l’import n’en tient plus compte."
    )
    learned_from = models.ForeignKey(
        DocumentImport,
        models.SET_NULL,
        verbose_name="appris de l’import",
        related_name="lessons",
        null=True,
        blank=True,
    )
    learned_at = models.DateTimeField("appris le", default=timezone.now)
    learned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="corrigé par", related_name="+"
    )

    class Meta:
        verbose_name = "leçon de l’import"
        verbose_name_plural = "leçons de l’import"
        ordering = ["-learned_at", "-pk"]
        constraints = [
            unique("one_for_words", ("kind", "key"), "L’import a déjà appris cela de ces mots."),
            rule(
                "theme_of_heading",
                Q(kind="heading", theme__isnull=False) | (~Q(kind="heading") & Q(theme__isnull=True)),
                "Un thème va avec un intertitre, et lui seul.",
            ),
            rule(
                "kind_of_actor",
                (Q(kind="actor") & ~Q(organisation_kind="")) | (~Q(kind="actor") & Q(organisation_kind="")),
                "Un type va avec un acteur à reconnaître, et lui seul.",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def save(self, *args, **kwargs) -> None:
        self.key = sort_key(self.words)
        super().save(*args, **kwargs)

    @property
    def in_words(self) -> str:
        """What was learned, as a sentence."""
        if self.kind == Lesson.Kind.HEADING:
            return f"«\u00a0{self.words}\u00a0»\u00a0: thème «\u00a0{self.theme.name}\u00a0»"
        return f"«\u00a0{self.words}\u00a0»\u00a0: {self.get_kind_display()}"
