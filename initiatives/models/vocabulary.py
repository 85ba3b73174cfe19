"""The words by which initiatives are sorted: themes, and those who benefit."""

from __future__ import annotations

from functools import lru_cache

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from communes.models import free_slug
from french.accents import slug_of, sort_key


class Theme(models.Model):
    """A lasting heading of the directory; a bulletin's printed headings change, the theme behind stays."""

    class Pictogram(models.TextChoices):
        """The drawings of `static/img/icons.svg`, by id; `static/css/tokens.css` gives each its colour."""

        PROTECTION = "theme-protection", "Bouclier"
        CARERS = "theme-soignants", "Stéthoscope"
        HOME_LIFE = "theme-confinees", "Maison"
        CALLS = "theme-isolees", "Téléphone"
        YOUNG = "theme-jeunes", "Pousse"
        SCHOOL = "theme-continuite-pedagogique", "Livre"
        LORRIES = "theme-routiers", "Camion"
        FLOOD = "theme-vagues", "Vagues"
        COLD = "theme-flocon", "Flocon"
        FOOD = "theme-repas", "Bol chaud"
        HOUSING = "theme-logement", "Clé"
        WELCOME = "theme-accueil", "Porte ouverte"
        TRANSPORT = "theme-transport", "Autocar"
        REPAIRS = "theme-outils", "Outil"
        GIFTS = "theme-don", "Paquet"
        WORDS = "theme-parole", "Bulle de parole"
        CLOTHES = "theme-vetement", "Vêtement"
        DEFAULT = "theme-default", "Cœur"

    slug = models.SlugField("nom dans l’adresse", max_length=60, unique=True)
    name = models.CharField("nom", max_length=120, help_text="« Protection et matériel »")
    description = models.CharField("ce qu’on y trouve", max_length=300, blank=True)
    heading = models.CharField(
        "intertitre habituel",
        max_length=200,
        blank=True,
        help_text="Proposé dans les bulletins : « Solidaires dans l’application des mesures de protection ».",
    )
    earlier_headings = models.TextField(
        "autres intertitres",
        blank=True,
        max_length=4_000,
        help_text="Un par ligne. Lus en tête d’une rubrique, ils donnent ce thème à l’import, sans hésitation. Ceux "
        "des bulletins publiés comptent déjà.",
    )
    words = models.TextField(
        "mots qui le disent",
        blank=True,
        max_length=8_000,
        help_text="Un par ligne\u00a0: ceux qu’aucun autre thème n’emploie, comme «\u00a0masque\u00a0» ou "
        "«\u00a0personne âgée\u00a0». Pluriel et féminin sont compris\u00a0; «\u00a0pédagog*\u00a0» prend "
        "toutes les fins\u00a0; «\u00a0don, repas … hôpital\u00a0» veut les deux dans une phrase. "
        "L’import s’en sert pour les intertitres qu’il ne connaît pas.",
    )
    near_words = models.TextField(
        "mots qui l’accompagnent",
        blank=True,
        max_length=8_000,
        help_text="Un par ligne\u00a0: ceux qui vont avec ce thème mais servent aussi ailleurs. Ils ne décident "
        "jamais seuls.",
    )
    pictogram = models.CharField(
        "dessin",
        max_length=60,
        choices=Pictogram,
        default=Pictogram.DEFAULT,
        help_text="Il donne aussi sa couleur au thème.",
    )
    position = models.PositiveSmallIntegerField("rang", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "thème"
        verbose_name_plural = "thèmes"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or free_slug(Theme, slug_of(self.name, length=50))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return theme_address(self.slug)

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.heading.strip(), *entries_of(self.earlier_headings))))


@lru_cache(maxsize=1_000)
def theme_address(slug: str) -> str:
    return reverse("initiatives:theme", args=[slug])


def entries_of(text: str) -> tuple[str, ...]:
    """The lines of a list that is typed one entry a line, blank ones left out."""
    return tuple(line for typed in text.splitlines() if (line := typed.strip()))


class Audience(models.Model):
    """Who benefits: “soignants”, “personnes âgées”, “routiers”."""

    name = models.CharField("bénéficiaires", max_length=80, unique=True)
    slug = models.SlugField("nom dans l’adresse", max_length=80, unique=True)
    sort_key = models.CharField(max_length=160, editable=False)  # “œ” and “æ” become two letters each

    class Meta:
        verbose_name = "public bénéficiaire"
        verbose_name_plural = "publics bénéficiaires"
        ordering = ["sort_key", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or slug_of(self.name, length=80)
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)
