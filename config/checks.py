"""What must hold before the site opens in production."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import ProgrammingError

DEMONSTRATION_PASSWORD = "demo-solidaire"
DEMONSTRATION_ACCOUNTS = ("redaction", "edition", "admin")


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
