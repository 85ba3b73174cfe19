"""What must hold before the site opens in production."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import ProgrammingError

DEMONSTRATION_PASSWORD = "demo-solidaire"
DEMONSTRATION_ACCOUNTS = ("redaction", "edition", "admin")


@register(Tags.security, deploy=True)
def advise_second_factor(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whoever publishes or keeps accounts should have more than a password."""
    missing = [role for role in ("édition", "administration") if role not in settings.SECOND_FACTOR_REQUIRED_FOR]
    if not missing:
        return []
    return [
        Warning(
            f"Aucun second facteur n’est demandé à ces rôles : {', '.join(missing)}.",
            hint="SECOND_FACTOR_REQUIRED_FOR=édition,administration",
            id="solidaire.W001",
        )
    ]


@register(Tags.database)
def refuse_demonstration_accounts(databases: list[str] | None, **kwargs: Any) -> list[CheckMessage]:
    """In production no account may keep the password printed by the demonstration."""
    if not settings.PRODUCTION or not databases:
        return []
    try:
        accounts = list(get_user_model().objects.filter(username__in=DEMONSTRATION_ACCOUNTS, is_active=True))
    except ProgrammingError:  # before the first migration there is no account at all
        return []
    return [
        Error(
            f"Le compte de démonstration « {account.get_username()} » existe avec son mot de passe public.",
            hint="Changez son mot de passe (manage.py changepassword) ou désactivez-le avant d’ouvrir le site.",
            id="solidaire.E001",
        )
        for account in accounts
        if account.check_password(DEMONSTRATION_PASSWORD)
    ]
