"""One line of the journal."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.rules import implies, known

MACHINE = "machine"
NOBODY = "non connecté"


class JournalLineQuerySet(models.QuerySet):
    def of_account(self, account: models.Model) -> JournalLineQuerySet:
        """What an account did, and what was done to it."""
        return self.filter(
            models.Q(account=account.pk) | models.Q(about_type=account._meta.label_lower, about_id=str(account.pk))
        )

    def about(self, row: models.Model) -> JournalLineQuerySet:
        return self.filter(about_type=row._meta.label_lower, about_id=str(row.pk))

    def before(self, moment: datetime) -> JournalLineQuerySet:
        return self.filter(at__lt=moment)


class JournalLine(models.Model):
    """Who did what, when and from where. The database refuses to change a line or to delete a young one (decision 29).

    The key of the account is no foreign key: the line outlives the account, whose name a trigger then replaces.
    """

    at = models.DateTimeField("quand", default=timezone.now)
    kind = models.CharField("acte", max_length=40, choices=Kind)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="compte",
    )
    who = models.TextField("qui")  # the login name, or one of the words above
    about_type = models.CharField("nature de la fiche", max_length=100, blank=True)  # “initiatives.initiative”
    about_id = models.CharField("numéro de la fiche", max_length=40, blank=True)
    words = models.TextField("sur quoi", blank=True)
    told = models.TextField("précisions", blank=True)
    network = models.CharField("d’où", max_length=50, blank=True)  # “192.0.2.x”

    objects = JournalLineQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "journal"
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["kind", "-id"], name="journal_by_kind"),
            models.Index(fields=["account", "-id"], name="journal_by_account"),
            models.Index(fields=["about_type", "about_id", "-id"], name="journal_by_record"),
            models.Index(fields=["at"], name="journal_by_moment"),
        ]
        constraints = [
            known("kind", tuple(Kind.values)),
            implies(
                "record_is_whole",
                ~models.Q(about_id=""),
                ~models.Q(about_type=""),
                "Une fiche a une nature et un numéro.",
            ),
            implies(
                "account_is_named",
                models.Q(account__isnull=False),
                ~models.Q(who__in=("", MACHINE, NOBODY)),
                "Une ligne d’un compte porte son identifiant.",
            ),
        ]

    def __str__(self) -> str:
        return f"ligne {self.pk} du journal"
