"""Security keys: what an account proves itself with beside its password."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from backoffice.rules import rule, unique

MOST_ID = 1023  # bytes of an identifier, says WebAuthn
MOST_NAME = 60  # characters that are typed; an erasure may put longer words in the place of a name


class SecurityKey(models.Model):
    """One key of an account (WebAuthn): on USB, in a telephone, in a computer, or kept by a manager of passwords.

    Nothing here is a secret: the other half of `public_key` never leaves the key itself.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="security_keys")
    name = models.CharField("nom", max_length=200)
    credential_id = models.BinaryField("identifiant", max_length=MOST_ID)
    public_key = models.BinaryField("clé publique", max_length=2048)  # COSE
    # How often the key says that it has signed, 32 bits; 0 for ever where it does not count.
    sign_count = models.PositiveBigIntegerField("signatures", default=0)
    transports = models.JSONField(
        "par", default=list
    )  # “usb”, “nfc”, “internal”…: browsers choose by it what they show
    added_at = models.DateTimeField("ajoutée le", default=timezone.now)
    last_used_at = models.DateTimeField("employée le", null=True, blank=True)

    class Meta:
        verbose_name = "clé de sécurité"
        verbose_name_plural = "clés de sécurité"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            unique("once", ("credential_id",), "Cette clé est déjà enregistrée."),
            rule("has_name", ~models.Q(name=""), "Une clé a un nom."),
            rule(
                "used_in_order",
                models.Q(last_used_at__isnull=True) | models.Q(last_used_at__gte=models.F("added_at")),
                "Une clé sert après son ajout.",
            ),
        ]

    def __str__(self) -> str:
        return f"clé {self.pk}"
