"""A bulletin as editors compose it: sections under headings of the day, entries in the wording of the day."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q, functions
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from backoffice.history import name_of
from backoffice.rules import implies, known, rule, runs_nothing, signed, unique, withdrawn_has_moment
from bulletins.models.series import Series
from communes.models import free_slug
from french.wording import long_date
from initiatives.models import Initiative, Theme


class BulletinQuerySet(models.QuerySet):
    def published(self) -> BulletinQuerySet:
        """The one rule for “public”; its twin on a row is `Bulletin.is_published`."""
        return self.filter(status=Bulletin.Status.PUBLISHED)

    def newest_first(self) -> BulletinQuerySet:
        """By date, then number; the undated ones stand by their day of publication."""
        return self.order_by(
            functions.Coalesce("dated_on", functions.TruncDate("published_at")).desc(nulls_last=True),
            models.F("number").desc(nulls_last=True),
            "-pk",
        )


class Bulletin(models.Model):
    """One issue of a series: numbered, or a special (hors-série)."""

    class Kind(models.TextChoices):
        NUMBERED = "numbered", "numéroté"
        SPECIAL = "special", "hors-série"

    class Status(models.TextChoices):
        DRAFT = "draft", "brouillon"
        PUBLISHED = "published", "publié"
        WITHDRAWN = "withdrawn", "retiré"

    series = models.ForeignKey(Series, models.PROTECT, verbose_name="série", related_name="bulletins")
    kind = models.CharField("nature", max_length=8, choices=Kind, default=Kind.NUMBERED)
    number = models.PositiveIntegerField(
        "numéro",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Laissez vide : le numéro suivant est pris à la publication. À remplir seulement pour une archive.",
    )
    is_number_printed = models.BooleanField(
        "numéro imprimé", default=True, help_text="Décoché, le numéro classe le bulletin sans figurer dans son titre."
    )
    slug = models.SlugField("nom dans l’adresse", max_length=140, unique=True, null=True, blank=True, editable=False)
    title = models.CharField("titre", max_length=250)
    dated_on = models.DateField("date", null=True, blank=True, help_text="Peut manquer pour un hors-série ancien.")
    place = models.CharField("lieu", max_length=80, blank=True)
    introduction = models.TextField("introduction", max_length=20_000, blank=True)
    closing = models.TextField("conclusion", max_length=20_000, blank=True)
    signatory_name = models.CharField("signataire", max_length=120, blank=True)
    signatory_function = models.CharField("fonction du signataire", max_length=160, blank=True)
    status = models.CharField("état", max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField("publié le", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="publié par",
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    # What was approved, as the fingerprint of what publication would freeze: one word changed, it is approved no more.
    approved_at = models.DateTimeField("bon à tirer donné le", null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="bon à tirer donné par",
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    approved_sha256 = models.CharField("empreinte approuvée", max_length=64, blank=True, editable=False)
    emergency_reason = models.CharField("motif de l’urgence", max_length=300, blank=True, editable=False)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="retiré par",
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    withdrawal_reason = models.CharField("motif du retrait", max_length=300, blank=True, editable=False)
    withdrawal_note = models.TextField("explication publique du retrait", max_length=1000, blank=True, editable=False)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="remplacé par",
        related_name="replaces",
        null=True,
        blank=True,
        editable=False,
    )
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="créé par",
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    updated_at = models.DateTimeField("modifié le", auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = "bulletin"
        verbose_name_plural = "bulletins"
        # PostgreSQL puts what has no value first in a falling order.
        ordering = [models.F("dated_on").desc(nulls_last=True), models.F("number").desc(nulls_last=True), "-pk"]
        permissions = [
            ("publish_bulletin", "Peut publier un bulletin"),
            ("withdraw_bulletin", "Peut retirer un bulletin"),
        ]
        constraints = [
            known("kind", ("numbered", "special")),
            known("status", ("draft", "published", "withdrawn")),
            unique(
                "unique_number",
                ("series", "number"),
                "Ce numéro existe déjà dans la série : choisissez-en un autre ou laissez le champ vide.",
            ),
            rule(
                "special_has_no_number", Q(kind="numbered") | Q(number__isnull=True), "Un hors-série n’a pas de numéro."
            ),
            rule("number_from_one", Q(number__isnull=True) | Q(number__gte=1), "Les numéros commencent à 1."),
            implies(
                "published_has_number",
                Q(status="published", kind="numbered"),
                Q(number__isnull=False),
                "Un bulletin numéroté publié a un numéro.",
            ),
            implies(
                "published_special_has_slug",
                Q(status="published", kind="special"),
                Q(slug__isnull=False),
                "Un hors-série publié a une adresse.",
            ),
            implies(
                "published_has_moment",
                Q(status="published"),
                Q(published_at__isnull=False),
                "Un bulletin publié a une date de publication.",
            ),
            signed("published", "La date de publication va avec son auteur."),
            signed("approved", "La date du bon à tirer va avec son auteur."),
            rule(
                "approved_text_known",
                Q(approved_at__isnull=True, approved_sha256="")
                | (Q(approved_at__isnull=False) & ~Q(approved_sha256="")),
                "Un bon à tirer dit le texte qu’il approuve.",
            ),
            implies(
                "emergency_is_published",
                ~Q(emergency_reason=""),
                Q(published_at__isnull=False),
                "Seul un bulletin paru a été publié en urgence.",
            ),
            signed("withdrawn", "La date de retrait va avec son auteur."),
            implies(
                "replaced_is_withdrawn",
                Q(replaced_by__isnull=False) | ~Q(withdrawal_note=""),
                Q(status="withdrawn"),
                "Seul un bulletin retiré dit ce qui le remplace, ou pourquoi.",
            ),
            withdrawn_has_moment("Un bulletin retiré a une date de retrait, et lui seul."),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.label})"

    def save(self, *args, **kwargs) -> None:
        if self.kind == self.Kind.SPECIAL and not self.slug:
            self.slug = free_slug(type(self), self.title)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return self._address("bulletin")

    def get_pdf_url(self) -> str:
        return self._address("pdf")

    def get_output_url(self, extension: str) -> str:
        """The same content in another form: `bulletins.outputs.forms`."""
        return self._address("output", extension)

    def get_kit_url(self) -> str:
        """The page of the press kit."""
        return self._address("kit")

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def label(self) -> str:
        """“n° 7” (with a non-breaking space), “hors-série”, or “sans numéro” before publication."""
        if self.kind == self.Kind.SPECIAL:
            return "hors-série"
        return f"n°\u00a0{self.number}" if self.number else "sans numéro"

    @property
    def draft_marks(self) -> str:
        """What tells a draft from the others: “n° 8 à venir, 30 avril 2020, Camille Exemple”.

        Reads the series and who began it: lists ask for `series` and `created_by` along.
        """
        number = self.number or self.series.next_number
        label = self.label if self.kind == self.Kind.SPECIAL else f"n°\u00a0{number} à venir"
        day = long_date(self.dated_on) if self.dated_on else "sans date"
        return ", ".join(filter(None, [label, day, name_of(self.created_by)]))

    @property
    def name_apart(self) -> str:
        """How every screen of officers names a bulletin: drafts of a series often bear one title."""
        return f"{self.title} ({self.draft_marks})" if self.status == self.Status.DRAFT else str(self)

    @property
    def reference(self) -> str:
        """The value of the parameter `bulletin` of the directory: the number, or the special's slug."""
        return self.slug or "" if self.kind == self.Kind.SPECIAL else str(self.number or "")

    def _address(self, page: str, *rest: str) -> str:
        if self.kind == self.Kind.SPECIAL:
            return reverse(f"bulletins:special_{page}", args=[self.slug, *rest])
        if self.series.is_main:
            return _numbered_address(get_script_prefix(), get_urlconf(), f"bulletins:{page}", self.number, *rest)
        return reverse(f"bulletins:series_{page}", args=[self.series.slug, self.number, *rest])


@lru_cache(maxsize=2_000)
def _numbered_address(prefix: str, urlconf: str | None, name: str, *parts: int | str) -> str:
    """By what alone it is made of: a page tells some dozens. `prefix` and `urlconf` are those of the moment."""
    return reverse(name, args=parts)


class BulletinLink(models.Model):
    """A call to action at the foot of a bulletin."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="links")
    label = models.CharField("invitation", max_length=160, blank=True, help_text="« Devenir bénévole »")
    url = models.URLField("adresse", max_length=300)
    position = models.PositiveSmallIntegerField("rang", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "lien d’appel à l’action"
        verbose_name_plural = "liens d’appel à l’action"
        ordering = ["position", "pk"]
        constraints = [runs_nothing("url")]

    def __str__(self) -> str:
        return self.label or self.url


class Section(models.Model):
    """A theme of one bulletin under the heading of that day."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="sections")
    theme = models.ForeignKey(Theme, models.PROTECT, verbose_name="thème", related_name="sections")
    heading = models.CharField("intertitre du jour", max_length=250, blank=True)
    introduction = models.TextField("chapeau", max_length=5000, blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "rubrique"
        verbose_name_plural = "rubriques"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.heading or f"rubrique {self.position}"


class Entry(models.Model):
    """An initiative as told in one bulletin. An empty wording means: the initiative's own text at publication."""

    section = models.ForeignKey(Section, models.CASCADE, verbose_name="rubrique", related_name="entries")
    initiative = models.ForeignKey(Initiative, models.PROTECT, verbose_name="initiative", related_name="entries")
    wording = models.TextField(
        "texte du jour", max_length=20_000, blank=True, help_text="Vide : le texte de l’initiative est repris."
    )
    position = models.PositiveSmallIntegerField("rang", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "entrée"
        verbose_name_plural = "entrées"
        ordering = ["position", "pk"]
        constraints = [
            unique("once_in_section", ("section", "initiative"), "Cette initiative est déjà dans la rubrique.")
        ]

    def __str__(self) -> str:
        return f"entrée {self.position}"
