"""Lines of numbered bulletins."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from backoffice.rules import unique
from french.accents import slug_of


class Series(models.Model):
    """A line of numbered bulletins. `last_number` is the counter that publication locks and moves on."""

    name = models.CharField("nom", max_length=120, unique=True, help_text="« Covid-19 : le Pas-de-Calais solidaire »")
    slug = models.SlugField("nom dans l’adresse", max_length=120, unique=True)
    is_main = models.BooleanField(
        "série principale", default=False, help_text="Ses bulletins ont les adresses courtes."
    )
    last_number = models.PositiveIntegerField("dernier numéro pris", default=0)
    place = models.CharField("lieu", max_length=80, blank=True, help_text="« Arras »")
    signatory_name = models.CharField("signataire", max_length=120, blank=True)
    signatory_function = models.CharField("fonction du signataire", max_length=160, blank=True)
    letterhead = models.TextField("en-tête du PDF", blank=True, help_text="Une ligne par ligne imprimée.")
    needs_second_reader = models.BooleanField(
        "bon à tirer par une autre personne",
        default=False,
        help_text="Coché, personne ne publie seul le bulletin qu’il a créé : une autre personne en donne le bon à "
        "tirer, ou la publication en urgence dit son motif.",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "série de bulletins"
        verbose_name_plural = "séries de bulletins"
        ordering = ["-is_main", "name"]
        constraints = [
            unique("one_main", ("is_main",), "Une autre série est déjà la série principale.", condition=Q(is_main=True))
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or slug_of(self.name, length=120)
        super().save(*args, **kwargs)

    @property
    def next_number(self) -> int:
        """The number that publication would propose now; only publication takes it."""
        return self.last_number + 1
