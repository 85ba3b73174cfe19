"""What somebody does for others, as the directory knows it today."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from backoffice.casting.addresses import address_of
from communes.models import Area, Commune
from initiatives.holding.rules import RULES
from initiatives.models.attached import Coverage, Participation, Place
from initiatives.models.vocabulary import Audience, Theme
from initiatives.public_texts import HIDDEN, PublicTexts, public_contacts
from organisations.models import Contact, Organisation, Person


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
            # With what says whether an initiative is “à vérifier”: ten thousand are counted without reading a row.
            models.Index(
                fields=["status", "-started_on", "-id"],
                include=["state", "state_checked_on", "published_at"],
                name="initiatives_newest",
            ),
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
        return address_of("initiatives:initiative", self.pk, self.slug)

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
