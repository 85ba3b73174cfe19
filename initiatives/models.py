"""What people do for others: the initiatives of the directory, by theme, with who, where, for whom and how much."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from backoffice.rules import rule, unique
from communes.models import Area, Commune, free_slug
from french.accents import slug_of, sort_key
from french.wording import number
from initiatives.correcting.models import Correction  # noqa: F401 (Django looks for models here)
from initiatives.finding.models import SearchedText  # noqa: F401 (likewise)
from initiatives.holding.rules import MEASURE, ROLE_OF_ORGANISATION, ROLE_OF_PLACE, RULES
from initiatives.pictures.models import Picture, Rendition  # noqa: F401 (likewise)
from initiatives.public_texts import HIDDEN, PublicTexts, public_contacts
from organisations.models import Contact, Organisation, Person


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
        return reverse("initiatives:theme", args=[self.slug])

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.heading.strip(), *entries_of(self.earlier_headings))))


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


def _author(verbose_name: str) -> models.ForeignKey:
    """Who did an act of a record; unknown while it is not done."""
    options = {"related_name": "+", "null": True, "blank": True, "editable": False}
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=verbose_name, **options)


class InitiativeQuerySet(models.QuerySet):
    def published(self) -> InitiativeQuerySet:
        """The one rule for “public”; its twin on a row is `Initiative.is_published`."""
        return self.filter(status=Initiative.Status.PUBLISHED)

    def in_commune(self, *insee: str) -> InitiativeQuerySet:
        """Acting or benefiting in one of the communes by name, not through an area."""
        return self.filter(pk__in=Place.objects.filter(commune__in=insee).values("initiative"))

    def reaching(self, *insee: str) -> InitiativeQuerySet:
        """In one of the communes, or covering one of them through an area or an EPCI."""
        direct = Place.objects.filter(commune__in=insee).values("initiative")
        through = Coverage.objects.filter(area__communes__in=insee).values("initiative")
        return self.filter(Q(pk__in=direct) | Q(pk__in=through))

    def with_hidden(self) -> InitiativeQuerySet:
        """What `without_hidden()` takes out of the texts, in two queries for all rows."""
        return self.prefetch_related(*HIDDEN)

    def with_card(self) -> InitiativeQuerySet:
        """Everything a card, an export row or a feed entry shows, in a fixed number of queries."""
        return (
            self.with_hidden()
            .select_related("theme")
            .defer("search_vector")
            .prefetch_related(
                models.Prefetch("participations", Participation.objects.select_related("organisation")),
                models.Prefetch("places", Place.objects.select_related("commune")),
                models.Prefetch("coverages", Coverage.objects.select_related("area")),
                public_contacts(),
                "figures",
                "audiences",
            )
        )


class Initiative(PublicTexts, models.Model):
    """One thing that someone does for others, as of today; bulletins keep the words of their day."""

    class Status(models.TextChoices):
        DRAFT = "draft", "brouillon"
        REVIEW = "review", "proposée"
        RETURNED = "returned", "renvoyée"
        APPROVED = "approved", "approuvée"  # it may be cited, and goes public with its bulletin
        PUBLISHED = "published", "parue"
        WITHDRAWN = "withdrawn", "retirée"

    class State(models.TextChoices):
        """What the office last knew; what may be said of it today is in `initiatives.freshness`."""

        ONGOING = "ongoing", "en cours"
        OVER = "over", "terminée"
        TO_CHECK = "to_check", "à vérifier"

    title = models.CharField("titre", max_length=200)
    slug = models.SlugField("nom dans l’adresse", max_length=200, blank=True)
    summary = models.TextField("texte", max_length=20_000, help_text="Ce qui se fait, en quelques phrases.")
    theme = models.ForeignKey(Theme, models.PROTECT, verbose_name="thème", related_name="initiatives")
    organisations = models.ManyToManyField(
        Organisation, through="Participation", verbose_name="organisations", related_name="initiatives", blank=True
    )
    communes = models.ManyToManyField(
        Commune, through="Place", verbose_name="communes", related_name="initiatives", blank=True
    )
    areas = models.ManyToManyField(
        Area, through="Coverage", verbose_name="territoires", related_name="initiatives", blank=True
    )
    audiences = models.ManyToManyField(Audience, verbose_name="pour qui", related_name="initiatives", blank=True)
    persons = models.ManyToManyField(Person, verbose_name="personnes citées", related_name="initiatives", blank=True)
    contacts = models.ManyToManyField(Contact, verbose_name="contacts", related_name="initiatives", blank=True)
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="suite de",
        related_name="sequels",
        null=True,
        blank=True,
        help_text="L’initiative dont celle-ci raconte l’étape suivante.",
    )
    started_on = models.DateField(
        "date", null=True, blank=True, help_text="Jour de l’annonce ou du début ; sans elle, celui du premier bulletin."
    )
    state = models.CharField(
        "où elle en est",
        max_length=10,
        choices=State,
        default=State.ONGOING,
        help_text="Dite « à vérifier » d’elle-même quand rien ne l’a confirmée depuis six mois.",
    )
    state_checked_on = models.DateField(
        "vérifié le",
        null=True,
        blank=True,
        help_text="Dernier jour où quelqu’un s’en est assuré ; sans lui, le jour de la dernière annonce compte.",
    )
    status = models.CharField("état", max_length=10, choices=Status, default=Status.DRAFT)
    returned_at = models.DateTimeField("renvoyée le", null=True, blank=True, editable=False)
    returned_by = _author("renvoyée par")
    return_note = models.CharField("mot de l’édition", max_length=500, blank=True, editable=False)
    approved_at = models.DateTimeField("approuvée le", null=True, blank=True, editable=False)
    approved_by = _author("approuvée par")
    published_at = models.DateTimeField("publiée le", null=True, blank=True, editable=False)
    published_by = _author("publiée par")
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True, editable=False)
    withdrawn_by = _author("retirée par")
    withdrawal_reason = models.CharField("motif du retrait", max_length=300, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name="réunie avec", related_name="merged", null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)
    created_by = _author("créée par")
    updated_at = models.DateTimeField("modifiée le", auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    # Kept by database triggers from the texts and from the names of all that is attached (migrations 0002 and 0004).
    search_vector = SearchVectorField(null=True, editable=False)
    history = HistoricalRecords(m2m_fields=[audiences, persons, contacts], excluded_fields=["search_vector"])

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = "initiative"
        verbose_name_plural = "initiatives"
        ordering = [models.F("started_on").desc(nulls_last=True), "-pk"]
        indexes = [
            GinIndex(fields=["search_vector"], name="initiatives_search"),
            models.Index(fields=["status", "-started_on", "-id"], name="initiatives_newest"),
        ]
        permissions = [
            ("publish_initiative", "Peut publier une initiative"),
            ("withdraw_initiative", "Peut retirer une initiative"),
        ]
        constraints = RULES

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        self.fill_in()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("initiatives:initiative", args=[self.pk, self.slug])

    def clean(self) -> None:
        if self.state_checked_on and self.state_checked_on > timezone.localdate():
            raise ValidationError({"state_checked_on": "Ce jour n’est pas encore venu."})

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_unread(self) -> bool:
        """No editor has said yes to it yet."""
        return self.status in (self.Status.DRAFT, self.Status.REVIEW, self.Status.RETURNED)


class Participation(models.Model):
    """An organisation's part in an initiative."""

    class Role(models.TextChoices):
        ACTOR = "actor", "agit"
        PARTNER = "partner", "aide (fournit, finance, héberge)"
        BENEFICIARY = "beneficiary", "bénéficie"

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="organisation", related_name="participations"
    )
    role = models.CharField("rôle", max_length=12, choices=Role, default=Role.ACTOR)
    detail = models.CharField("précision", max_length=120, blank=True, help_text="« fournit la matière première »")
    position = models.PositiveSmallIntegerField("rang", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "qui"
        ordering = ["position", "pk"]
        constraints = [
            unique("once_in_role", ("initiative", "organisation", "role"), "Cette organisation a déjà ce rôle."),
            ROLE_OF_ORGANISATION,
        ]

    def __str__(self) -> str:
        return f"organisation {self.organisation_id}"


class PlaceRole(models.TextChoices):
    ACTS = "acts", "agit"
    BENEFITS = "benefits", "bénéficie"


class Place(models.Model):
    """A commune where the initiative acts, or that benefits from it."""

    Role = PlaceRole
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="places")
    commune = models.ForeignKey(Commune, models.PROTECT, verbose_name="commune", related_name="places")
    role = models.CharField("rôle", max_length=8, choices=PlaceRole, default=PlaceRole.ACTS)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ["role", "pk"]
        constraints = [
            unique("once_in_role", ("initiative", "commune", "role"), "Cette commune a déjà ce rôle."),
            ROLE_OF_PLACE,
        ]

    def __str__(self) -> str:
        return f"commune {self.commune_id}"


class Coverage(models.Model):
    """An area where the initiative acts, or that benefits from it."""

    Role = PlaceRole
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="coverages")
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="territoire", related_name="coverages")
    role = models.CharField("rôle", max_length=8, choices=PlaceRole, default=PlaceRole.ACTS)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"
        ordering = ["role", "pk"]
        constraints = [
            unique("once_in_role", ("initiative", "area", "role"), "Ce territoire a déjà ce rôle."),
            ROLE_OF_PLACE,
        ]

    def __str__(self) -> str:
        return f"territoire {self.area_id}"


class Figure(models.Model):
    """A quantity told by an initiative. Kinds are never added to each other: a stock is not a target nor a rate."""

    class Measure(models.TextChoices):
        STOCK = "stock", "déjà fait, en tout"
        TARGET = "target", "objectif"
        RATE_DAY = "rate_day", "par jour"
        RATE_WEEK = "rate_week", "par semaine"
        # A fact of the record, exported with its measure; no page says it as something that was done.
        CONTEXT = "context", "contexte (population, durée…)"

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="figures")
    item = models.CharField("quoi", max_length=120, help_text="« masques en tissu »")
    amount = models.DecimalField(
        "quantité",
        max_digits=14,
        decimal_places=2,
        validators=[
            MinValueValidator(Decimal("0.01"), "La quantité est plus grande que zéro."),
            MaxValueValidator(Decimal("999999999"), "La quantité dépasse un milliard : vérifiez-la."),
        ],
    )
    unit = models.CharField("unité", max_length=40, help_text="« masques », « litres », « personnes »")
    measure = models.CharField("mesure", max_length=10, choices=Measure, default=Measure.STOCK)
    is_approximate = models.BooleanField("environ", default=False, help_text="« une cinquantaine », « près de »…")
    as_of = models.DateField("à la date du", null=True, blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "chiffre"
        verbose_name_plural = "en chiffres"
        ordering = ["position", "pk"]
        constraints = [rule("amount_positive", Q(amount__gt=0), "La quantité est plus grande que zéro."), MEASURE]

    def __str__(self) -> str:
        return f"{number(self.amount)}\u00a0{self.unit}"

    def clean(self) -> None:
        if self.unit and not any(character.isalpha() or character in "%€" for character in self.unit):
            raise ValidationError({"unit": "L’unité est un mot : « masques », « litres »…"})
