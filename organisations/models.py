"""Who acts and whom to call."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from backoffice.casting.addresses import address_of
from backoffice.rules import known, leads_to_the_web, rule, unique
from communes.models import Commune
from french.accents import slug_of, sort_key
from organisations.consent import Consent, check_consent, consent_rules, lacking_consent
from organisations.contacts import (
    CONTACT_KINDS,
    ContactKind,
    contact_href,
    contact_label,
    contacts_in,
    normalise_contact,
)

COORDINATE_IN_CAPACITY = (
    "La qualité dit qui est la personne\u00a0: un numéro ou un courriel n’y a pas sa place, "
    "mettez-le dans les contacts."
)


class MergeableQuerySet(models.QuerySet):
    def unmerged(self) -> MergeableQuerySet:
        """Without those that were found to stand twice and lead to another row."""
        return self.filter(merged_into=None)


class Mergeable(models.Model):
    """A row that may be found to stand twice: it then stays, and leads to the one that was kept."""

    # Never in two steps: uniting the kept row with a third one moves those that lead to it (organisations.services).
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name="réunie avec", related_name="merged", null=True, blank=True, editable=False
    )

    class Meta:
        abstract = True

    @property
    def survivor(self) -> Mergeable:
        """The row that stands for this one today: itself, or the one it was united with (one query)."""
        return self if self.merged_into_id is None else self.merged_into

    def marked(self, name: str) -> str:
        """What an officer reads where a merged row stays attached beside the kept one; pages never show it."""
        return name if self.merged_into_id is None else f"{name} (fiche réunie)"


def not_merged_into_itself() -> models.CheckConstraint:
    return rule("not_merged_into_itself", ~Q(merged_into=models.F("id")), "Choisissez deux fiches différentes.")


class ContactQuerySet(MergeableQuerySet):
    def public(self) -> ContactQuerySet:
        """Those that the pages show. A merged one is told by the row that was kept."""
        return self.unmerged().filter(is_public=True)

    def hidden(self) -> ContactQuerySet:
        return self.filter(is_public=False)

    def awaiting_consent(self) -> ContactQuerySet:
        """Of a private person who has not agreed yet."""
        return self.unmerged().filter(lacking_consent(), is_public=False, is_personal=True)


class Contact(Mergeable, Consent):
    """A way to reach someone: one row per real contact, shared by all that name it."""

    Kind = ContactKind

    kind = models.CharField("type", max_length=10, choices=CONTACT_KINDS)
    value = models.CharField("adresse ou numéro", max_length=300)
    label = models.CharField("à qui l’on s’adresse", max_length=120, blank=True)
    is_public = models.BooleanField("public", default=True, help_text="Décoché, il disparaît de toutes les pages.")
    is_personal = models.BooleanField(
        "donnée personnelle", default=False, help_text="Coordonnée d’une personne privée, publiée avec son accord."
    )
    history = HistoricalRecords(cascade_delete_history=True)  # deleting the record is how its data are destroyed

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = "contact"
        verbose_name_plural = "contacts"
        ordering = ["value"]
        constraints = [
            unique("unique_value", ("kind", "value"), "Ce contact existe déjà : choisissez-le dans la liste."),
            rule("value_given", ~Q(value=""), "Indiquez l’adresse ou le numéro."),
            known("kind", ("website", "email", "phone", "facebook", "twitter", "other")),
            leads_to_the_web("value", Q(kind__in=["website", "facebook", "twitter"])),
            not_merged_into_itself(),
            *consent_rules(Q(is_public=True, is_personal=True)),
        ]

    def __str__(self) -> str:
        return self.marked(self.printed)

    def clean(self) -> None:
        self.value = normalise_contact(self.kind, self.value)
        check_consent(self, is_needed=self.is_public and self.is_personal)

    @property
    def told_in_history(self) -> str:
        """How the history of what names it calls it: a value that is hidden or occulted is not kept there."""
        return str(self) if self.is_public else f"contact non public ({self.get_kind_display()}, fiche n° {self.pk})"

    @property
    def printed(self) -> str:
        """The value as a French reader expects it: “03 21 85 53 70”, “www.meloko.fr”."""
        return contact_label(self.kind, self.value)

    @property
    def href(self) -> str:
        """Link target, or an empty string for words (“auprès des mairies concernées”)."""
        return contact_href(self.kind, self.value)


class PersonQuerySet(MergeableQuerySet):
    def public(self) -> PersonQuerySet:
        """Those that the pages name. A merged one is named by the row that was kept."""
        return self.unmerged().filter(is_public=True)

    def hidden(self) -> PersonQuerySet:
        return self.filter(is_public=False)

    def awaiting_consent(self) -> PersonQuerySet:
        """Named, but not agreed yet to be so in public."""
        return self.hidden().unmerged().filter(lacking_consent())


class Person(Mergeable, Consent):
    """A person named in an initiative. Withdrawing the name here clears every page, feed and export."""

    name = models.CharField("nom", max_length=120)
    capacity = models.CharField("qualité", max_length=160, blank=True, help_text="« directrice », « habitant »…")
    is_public = models.BooleanField("nom public", default=False, help_text="Seulement avec l’accord de la personne.")
    history = HistoricalRecords(cascade_delete_history=True)  # deleting the record is how its data are destroyed

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ["name"]
        constraints = [not_merged_into_itself(), *consent_rules(Q(is_public=True))]

    def __str__(self) -> str:
        return self.marked(self.name)

    def clean(self) -> None:
        if contacts_in(self.capacity):
            raise ValidationError({"capacity": COORDINATE_IN_CAPACITY})
        check_consent(self, is_needed=self.is_public)


class OrganisationQuerySet(MergeableQuerySet):
    def named(self, text: str) -> OrganisationQuerySet:
        """Organisations whose name or other name holds `text`, accents and case ignored."""
        key = sort_key(text)
        return self.filter(Q(sort_key__contains=key) | Q(other_names_key__contains=key))

    def with_page(self) -> OrganisationQuerySet:
        """Those that have a public page once an initiative of theirs is published."""
        return self.filter(is_nameless=False)


class Organisation(Mergeable):
    """A firm, association, town hall, collective… that does something for others."""

    class Kind(models.TextChoices):
        ENTREPRISE = "entreprise", "entreprise"
        ASSOCIATION = "association", "association"
        COLLECTIVITE = "collectivite", "collectivité"
        ETABLISSEMENT_PUBLIC = "etablissement_public", "établissement public"
        COLLECTIF = "collectif", "collectif"
        PARTICULIER = "particulier", "particulier"
        SERVICE_ETAT = "service_etat", "service de l’État"
        CULTE = "culte", "culte"
        CLUB = "club", "club"

    name = models.CharField("nom", max_length=160)
    slug = models.SlugField("nom dans l’adresse", max_length=180, blank=True)
    sort_key = models.CharField(max_length=180, editable=False, db_index=True)
    other_names = models.CharField(
        "autres noms", max_length=300, blank=True, help_text="Sigle ou anciens noms, séparés par des virgules."
    )
    other_names_key = models.CharField(max_length=320, editable=False, blank=True)
    kind = models.CharField("type", max_length=24, choices=Kind)
    is_nameless = models.BooleanField(
        "groupe sans nom",
        default=False,
        help_text="Désigne des gens sans les nommer\u00a0: « des bénévoles », « des élèves », « un particulier ». "
        "Cité en toutes lettres, sans page ni lien, et jamais pris pour une organisation qui porte un nom.",
    )
    seat = models.ForeignKey(
        Commune, models.PROTECT, verbose_name="commune du siège", related_name="organisations", null=True, blank=True
    )
    description = models.TextField("présentation", max_length=5000, blank=True)
    contacts = models.ManyToManyField(Contact, verbose_name="contacts", related_name="organisations", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("modifiée le", auto_now=True)
    history = HistoricalRecords(m2m_fields=[contacts])

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisations"
        ordering = ["sort_key", "pk"]
        constraints = [
            unique(
                "unique_name_kind_seat",
                ("sort_key", "kind", "seat"),
                "Cette organisation existe déjà (même nom, même type, même commune).",
                nulls_distinct=False,
                condition=Q(merged_into=None),
            ),
            known(
                "kind",
                (
                    "entreprise",
                    "association",
                    "collectivite",
                    "etablissement_public",
                    "collectif",
                    "particulier",
                    "service_etat",
                    "culte",
                    "club",
                ),
            ),
            not_merged_into_itself(),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.fill_in()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address_of("organisations:organisation", self.pk, self.slug)

    def fill_in(self) -> None:
        """What follows from the name: done by every save, and before rows are written many at once."""
        self.sort_key = sort_key(self.name)
        self.other_names_key = sort_key(self.other_names)
        self.slug = slug_of(self.name) if self.is_nameable else self.kind

    def clean(self) -> None:
        """A form shows neither key, so Django would leave the check of their constraint to the database."""
        self.sort_key = sort_key(self.name)
        self.validate_constraints()

    @property
    def has_page(self) -> bool:
        """The twin of `with_page()`."""
        return not self.is_nameless

    @property
    def page_url(self) -> str:
        """Where its name leads; empty where it leads nowhere."""
        return self.get_absolute_url() if self.has_page else ""

    @property
    def is_nameable(self) -> bool:
        """A private person's name never goes into an address: the slug is then the kind."""
        return self.kind != self.Kind.PARTICULIER
