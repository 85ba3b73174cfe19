"""Who an account is at the provider through which its person logs in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from backoffice.rules import rule, unique


class Identity(models.Model):
    """The stable name that a provider gives a person (`sub`), tied to one account. An address of mail is none: it may
    be given to somebody else one day."""

    issuer = models.CharField("fournisseur", max_length=255)
    subject = models.CharField("identifiant chez lui", max_length=255)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="identities")
    opened_account = models.BooleanField("a ouvert le compte", default=False)  # whose name and address follow it
    linked_at = models.DateTimeField("liée le", default=timezone.now)

    class Meta:
        verbose_name = "identité chez un fournisseur"
        verbose_name_plural = "identités chez un fournisseur"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            unique("once", ("issuer", "subject"), "Cette identité est déjà liée à un compte."),
            unique("one_an_account", ("issuer", "account"), "Ce compte a déjà une identité chez ce fournisseur."),
            rule("has_subject", ~models.Q(subject=""), "Une identité a un identifiant."),
        ]

    def __str__(self) -> str:
        return f"identité {self.pk}"
