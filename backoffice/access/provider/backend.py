"""Sessions that the provider opened."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import User

from backoffice.access.factors.accounts import accounts_for_pages
from backoffice.access.provider.configured import provider

PATH = f"{__name__}.ProviderBackend"


class ProviderBackend(BaseBackend):
    """Finds the account of a session; nobody logs in here, `services.account_of` does. Rights are those of the roles.

    Sessions that a provider opened end with its configuration.
    """

    def get_user(self, user_id: int) -> User | None:
        return accounts_for_pages().filter(pk=user_id, is_active=True).first() if provider() else None
