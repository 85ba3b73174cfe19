"""What editors keep so that searches find: families of words, and what was searched in vain."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from backoffice.rules import unique
from initiatives.models import Initiative

MOST_ITEMS = 30
LONGEST_ITEM = 60
MOST_WORDS = 3


class SynonymFamily(models.Model):
    """Words and short expressions that mean the same to someone who searches."""

    words = models.TextField(
        "mots",
        max_length=2000,
        help_text="Un mot ou une courte expression par ligne, deux au moins : « maison de retraite », « Ehpad ».",
    )
    is_one_way = models.BooleanField(
        "à sens unique",
        default=False,
        help_text="Coché : le premier mot trouve tous les autres, sans la réciproque (« EPI » trouve « visière »).",
    )
    note = models.CharField("pourquoi", max_length=200, blank=True)
    updated_at = models.DateTimeField("modifiée le", auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "famille de synonymes"
        verbose_name_plural = "synonymes"
        ordering = ["words"]

    def __str__(self) -> str:
        return ", ".join(self.items)

    def clean(self) -> None:
        items = self.items
        if len(items) < 2:
            raise ValidationError({"words": "Donnez au moins deux mots, un par ligne."})
        if len(items) > MOST_ITEMS:
            raise ValidationError({"words": f"Une famille a {MOST_ITEMS} mots au plus : faites-en deux."})
        for item in items:
            if len(item) > LONGEST_ITEM or len(item.split()) > MOST_WORDS:
                raise ValidationError({"words": f"« {item[:40]} » est trop long : {MOST_WORDS} mots au plus."})
            if not any(character.isalpha() for character in item):
                raise ValidationError({"words": f"« {item[:40]} » n’est pas un mot."})
        self.words = "\n".join(items)

    @property
    def items(self) -> list[str]:
        """The words and expressions, each once, in the order in which they were typed."""
        return list(dict.fromkeys(" ".join(line.split()) for line in self.words.splitlines() if line.strip()))


class VainSearch(models.Model):
    """Words that the public searched and nothing had: to write about, or to add to the synonyms. Tells no visitor."""

    words = models.CharField("mots cherchés", max_length=80)
    place = models.CharField("lieu", max_length=120, blank=True)
    times = models.PositiveIntegerField("fois", default=1)
    first_on = models.DateField("depuis le")
    last_on = models.DateField("dernière fois le")

    class Meta:
        verbose_name = "recherche sans résultat"
        verbose_name_plural = "ce que le public cherche en vain"
        ordering = ["-times", "-last_on", "words"]
        constraints = [unique("once", ("words", "place"), "Cette recherche est déjà notée.")]

    def __str__(self) -> str:
        return self.words


class Change(models.Model):
    """Something that alters what the directory finds or what a card shows. Written by triggers (migration 0007), and by
    `directory.changes.everything_changed`.

    Read by `directory.changes`; kept some days.
    """

    transaction = models.BigIntegerField(db_index=True)  # that wrote it: rows appear as it commits, not by key
    noted_at = models.DateTimeField()
    initiatives = ArrayField(models.BigIntegerField(), null=True)  # NULL: all of them
    is_vocabulary = models.BooleanField()  # names of themes, communes, areas, bulletins, words that mean the same

    class Meta:
        verbose_name = "changement du répertoire"
        verbose_name_plural = "changements du répertoire"
        default_permissions = ()

    def __str__(self) -> str:
        return f"changement {self.pk}"


class Line(models.Model):
    """An initiative as the spreadsheets print it, so that a long one is sent as the database reads it.

    Written, and judged fresh or stale, by `directory.outputs.lines` alone. A trigger deletes it with the change that
    makes it stale, for its texts are those that somebody may have hidden. Whoever deletes them all loses time only.
    """

    initiative = models.OneToOneField(Initiative, models.CASCADE, primary_key=True, related_name="+")
    told_on = models.DateField(null=True)
    csv = models.TextField()
    figures_csv = models.TextField(blank=True)
    turns_on = models.DateField(null=True)  # the day from which the same information is “à vérifier”
    horizon = models.BigIntegerField()  # the oldest transaction that was open before it was made
    cluster = models.BigIntegerField()  # whose transactions these are
    recipe = models.CharField(max_length=32)  # of the code that made it

    class Meta:
        verbose_name = "ligne de tableur"
        verbose_name_plural = "lignes de tableur"
        default_permissions = ()
        indexes = [
            models.Index(
                models.F("told_on").desc(nulls_last=True), models.F("initiative").desc(), name="directory_lines_newest"
            )
        ]

    def __str__(self) -> str:
        return f"ligne {self.pk}"
