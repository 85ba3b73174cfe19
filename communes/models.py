"""Where things happen: communes, the areas that group them, and the territory that an installation covers."""

from __future__ import annotations

from functools import lru_cache

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Avg, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from backoffice.rules import rule, together, unique
from communes.legal import check_director, check_hosting, check_postal_address
from communes.logo.models import Logo, LogoRendition  # noqa: F401 (Django looks for models here)
from communes.sectors import Sector  # noqa: F401 (Django looks for models here)
from french.accents import slug_of, sort_key, spelt_out
from french.reaching import email_address, phone_number, printed_phone

INSEE_CODE = RegexValidator(r"^(\d{2}|2[AB])\d{3}$", "Un code INSEE a cinq caractères, par exemple 62193.")


class NamedByKey(models.Model):
    """A row whose `name` is compared and sorted by a key of its own."""

    sort_key = models.CharField(max_length=140, editable=False, db_index=True)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """A form does not show the key, so Django would leave the check of its constraint to the database."""
        self.sort_key = sort_key(self.name)
        self.validate_constraints()


class Alias(NamedByKey):
    """Another name of a place, once for each."""

    name = models.CharField("autre nom", max_length=120)

    class Meta:
        abstract = True
        verbose_name = "autre nom"
        verbose_name_plural = "autres noms"

    def __str__(self) -> str:
        return self.name


class AreaQuerySet(models.QuerySet):
    def customary(self) -> AreaQuerySet:
        return self.filter(kind=Area.Kind.CUSTOMARY)

    def covering(self, communes: models.QuerySet | list[Commune]) -> AreaQuerySet:
        return self.filter(communes__in=communes).distinct()

    def centres(self) -> dict[int, tuple[float, float]]:
        """Longitude and latitude of the middle of each area, by its key: the mean of its communes, whatever their size.

        Weighted by inhabitants, the middle would fall on the largest town and hide what happens there on a map.
        One query. An area none of whose communes has coordinates is left out.
        """
        middles = self.annotate(x=Avg("communes__longitude"), y=Avg("communes__latitude")).order_by()
        known = middles.filter(x__isnull=False).values_list("pk", "x", "y")
        return {pk: (round(float(x), 4), round(float(y), 4)) for pk, x, y in known}

    def named(self, text: str) -> AreaQuerySet:
        """Areas whose name or alias holds the words of `text`, accents and case ignored."""
        key = sort_key(text)
        return self.filter(Q(sort_key__contains=key) | Q(aliases__sort_key__contains=key)).distinct()


class Area(NamedByKey):
    """A named set of communes. A customary area (“le Calaisis”) is never the EPCI of like name."""

    class Kind(models.TextChoices):
        CUSTOMARY = "customary", "secteur d’usage"
        EPCI = "epci", "intercommunalité"
        ARRONDISSEMENT = "arrondissement", "arrondissement"
        DEPARTMENT = "department", "département"
        REGION = "region", "région"
        NEIGHBOURHOOD = "neighbourhood", "quartiers"

    kind = models.CharField("nature", max_length=20, choices=Kind, default=Kind.CUSTOMARY)
    name = models.CharField("nom", max_length=120)
    locative = models.CharField(
        "avec sa préposition", max_length=140, blank=True, help_text="Pour les phrases : « dans le Calaisis »."
    )
    slug = models.SlugField("nom dans l’adresse", max_length=140, unique=True)
    code = models.CharField(
        "code officiel", max_length=9, blank=True, help_text="SIREN d’une intercommunalité, code INSEE sinon."
    )
    communes = models.ManyToManyField("Commune", verbose_name="communes", related_name="areas", blank=True)
    note = models.TextField("d’où vient cette liste", blank=True)
    history = HistoricalRecords(m2m_fields=[communes])

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"
        ordering = ["sort_key"]
        constraints = [
            unique("unique_name_in_kind", ("kind", "sort_key"), "Un territoire de cette nature porte déjà ce nom."),
            unique(
                "unique_code_in_kind",
                ("kind", "code"),
                "Un territoire de cette nature a déjà ce code.",
                condition=~Q(code=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        if not self.slug:
            self.slug = free_slug(type(self), self.name, suffix=self.kind)
        super().save(*args, **kwargs)

    @property
    def phrase(self) -> str:
        """The area as a sentence takes it: “dans le Calaisis”."""
        return self.locative or self.name


class AreaAlias(Alias):
    """Another name that people give to an area."""

    area = models.ForeignKey(Area, models.CASCADE, verbose_name="territoire", related_name="aliases")

    class Meta(Alias.Meta):
        constraints = [unique("unique_name", ("area", "sort_key"), "Ce territoire a déjà cet autre nom.")]


class CommuneQuerySet(models.QuerySet):
    def in_territory(self) -> CommuneQuerySet:
        return self.filter(in_territory=True)

    def named(self, text: str) -> CommuneQuerySet:
        """Communes that `text` may mean, best first.

        `text` is a name, the start of one or of one of its words, an alias, a postal code or an INSEE code;
        accents, case, hyphens and “St” for “Saint” do not matter. At equal rank the more populous comes first, and
        those that a code posts to come before the one that it numbers: people know the former.
        """
        key = spelt_out(sort_key(text))
        if not key:
            return self.none()
        if key.replace(" ", "").isdigit() and len(key.replace(" ", "")) >= 2:
            digits = key.replace(" ", "")
            posted = Q(postal_codes__contains=[digits])
            posted_first = models.Case(models.When(posted, then=0), default=1)
            return self.filter(Q(insee__startswith=digits) | posted).order_by(posted_first, "sort_key", "insee")
        alias = CommuneAlias.objects.filter(commune=models.OuterRef("pk"))
        return (
            self.annotate(
                rank=models.Case(
                    models.When(sort_key=key, then=0),
                    models.When(models.Exists(alias.filter(sort_key=key)), then=1),
                    models.When(sort_key__startswith=key, then=2),
                    models.When(sort_key__contains=f" {key}", then=3),
                    models.When(models.Exists(alias.filter(sort_key__contains=key)), then=4),
                    default=9,
                    output_field=models.SmallIntegerField(),
                )
            )
            .filter(rank__lt=9)
            .order_by("rank", models.F("population").desc(nulls_last=True), "sort_key")
        )


class Commune(models.Model):
    """A French commune. `insee` is its code in the official geographic code (COG), as text."""

    insee = models.CharField("code INSEE", max_length=5, primary_key=True, validators=[INSEE_CODE])
    name = models.CharField("nom", max_length=120)
    slug = models.SlugField("nom dans l’adresse", max_length=140)
    sort_key = models.CharField(max_length=140, editable=False, db_index=True)
    postal_codes = ArrayField(models.CharField(max_length=5), verbose_name="codes postaux", default=list, blank=True)
    population = models.PositiveIntegerField("habitants", null=True, blank=True)
    department_code = models.CharField("département", max_length=3)
    epci = models.ForeignKey(
        Area,
        models.PROTECT,
        verbose_name="intercommunalité",
        related_name="+",
        null=True,
        blank=True,
        limit_choices_to={"kind": Area.Kind.EPCI},
    )
    arrondissement = models.ForeignKey(
        Area,
        models.PROTECT,
        verbose_name="arrondissement",
        related_name="+",
        null=True,
        blank=True,
        limit_choices_to={"kind": Area.Kind.ARRONDISSEMENT},
    )
    latitude = models.DecimalField(
        "latitude",
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text="En degrés (WGS 84).",
    )
    longitude = models.DecimalField(
        "longitude",
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text="En degrés (WGS 84).",
    )
    in_territory = models.BooleanField(
        "dans le territoire", default=True, help_text="Décoché pour une commune d’un autre département."
    )
    history = HistoricalRecords()

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ["sort_key", "insee"]
        constraints = [
            together(
                "coordinates_together",
                ("latitude", "longitude"),
                "Donnez la latitude et la longitude, ou aucune des deux.",
            )
        ]

    def __str__(self) -> str:
        return self.name if self.in_territory else f"{self.name} ({self.department_code})"

    def save(self, *args, **kwargs) -> None:
        self.sort_key = sort_key(self.name)
        self.slug = self.slug or slug_of(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return commune_address(self.insee, self.slug)


@lru_cache(maxsize=5_000)
def commune_address(insee: str, slug: str) -> str:
    return reverse("communes:commune", args=[insee, slug])


class CommuneAlias(Alias):
    """A name that leads to a commune of today: a merged commune, or what people say (“Le Touquet”)."""

    class Kind(models.TextChoices):
        FORMER = "former", "ancienne commune"
        DELEGATED = "delegated", "commune déléguée ou associée"
        USAGE = "usage", "nom d’usage"

    commune = models.ForeignKey(Commune, models.CASCADE, verbose_name="commune", related_name="aliases")
    kind = models.CharField("nature", max_length=12, choices=Kind, default=Kind.USAGE)
    insee = models.CharField("ancien code INSEE", max_length=5, blank=True, validators=[INSEE_CODE])

    class Meta(Alias.Meta):
        constraints = [unique("unique_name", ("commune", "sort_key"), "Cette commune a déjà cet autre nom.")]


class Territory(models.Model):
    """What this installation covers and who speaks in it. One row; none before `init_territoire`."""

    name = models.CharField("territoire", max_length=80, help_text="« Pas-de-Calais »")
    site_name = models.CharField("nom du site", max_length=80, help_text="« Le Pas-de-Calais solidaire »")
    tagline = models.CharField("ce que c’est, en une phrase", max_length=200, blank=True)
    publisher = models.CharField("éditeur", max_length=120, help_text="« Préfecture du Pas-de-Calais »")
    publisher_address = models.TextField(
        "adresse postale de l’éditeur", blank=True, validators=[check_postal_address], help_text="Avec le code postal."
    )
    publication_director = models.CharField(
        "direction de la publication",
        max_length=120,
        blank=True,
        validators=[check_director],
        help_text="« le préfet du Pas-de-Calais »",
    )
    hosting = models.TextField(
        "hébergeur",
        blank=True,
        validators=[check_hosting],
        help_text="Nom, adresse et téléphone, pour les mentions légales.",
    )
    press_office = models.TextField(
        "service de presse",
        blank=True,
        help_text="« Préfecture du Pas-de-Calais, service de la communication ». Vide : le nom de l’éditeur.",
    )
    # Not an EmailField: it refuses the accents that real addresses have.
    press_email = models.CharField("courriel du service de presse", max_length=254, blank=True)
    press_phone = models.CharField("téléphone du service de presse", max_length=30, blank=True)
    departments = models.ManyToManyField(
        Area, verbose_name="départements", related_name="+", limit_choices_to={"kind": Area.Kind.DEPARTMENT}
    )
    is_only = models.BooleanField(default=True, editable=False, unique=True)
    history = HistoricalRecords(m2m_fields=[departments])

    class Meta:
        verbose_name = "installation"
        verbose_name_plural = "installation"
        constraints = [
            rule("only_one", Q(is_only=True), "L’installation est déjà décrite : modifiez la fiche existante.")
        ]

    def __str__(self) -> str:
        return self.site_name

    def clean(self) -> None:
        """One stored form, and one sentence a field for what cannot be of it."""
        errors = {}
        for field, normalise in (("press_email", email_address), ("press_phone", phone_number)):
            if value := getattr(self, field).strip():
                try:
                    setattr(self, field, normalise(value))
                except ValidationError as refusal:
                    errors[field] = refusal.messages
        if errors:
            raise ValidationError(errors)

    @property
    def printed_press_phone(self) -> str:
        """“03 21 21 20 00”, with non-breaking spaces."""
        return printed_phone(self.press_phone) if self.press_phone else ""

    @property
    def press_names(self) -> list[str]:
        """Who answers the press, a line each, as the bulletins print it before the ways to reach them."""
        return [line.strip() for line in self.press_office.splitlines() if line.strip()] or [self.publisher]


def free_slug(model: type[models.Model], name: str, *, suffix: str = "") -> str:
    """A slug of `model` that nobody has yet: the name's, then with the suffix, then numbered. One query a try."""
    base = slug_of(name, length=110) or "sans-nom"
    candidates = [base, f"{base}-{suffix}"] if suffix else [base]
    for slug in candidates:
        if not model._default_manager.filter(slug=slug).exists():
            return slug
    number = 2
    while model._default_manager.filter(slug=f"{candidates[-1]}-{number}").exists():
        number += 1
    return f"{candidates[-1]}-{number}"
