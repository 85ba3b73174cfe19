"""The ways in: a password of this site, the organisation's provider, or both."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User

from backoffice.access.provider.configured import ADMINISTRATORS, OFF, provider

ADMINISTRATION = "administration"


def local_accounts() -> str:
    """Who may log in with a password. Without a provider, everybody: nobody shall be shut out."""
    return settings.LOCAL_ACCOUNTS if provider() else "on"


def may_use_password(account: User) -> bool:
    rule = local_accounts()
    if rule == ADMINISTRATORS:
        return is_administrator(account)
    return rule != OFF


def opens_by_password(account: User) -> bool:
    return account.has_usable_password() and may_use_password(account)


def is_administrator(account: User) -> bool:
    return account.is_superuser or account.groups.filter(name=ADMINISTRATION).exists()
