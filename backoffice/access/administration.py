"""Whom the site writes to when something concerns the whole of it."""

from __future__ import annotations

from django.contrib.auth import get_user_model


def administration_addresses() -> list[str]:
    """The addresses of the accounts that administer, each once."""
    accounts = get_user_model().objects.filter(is_active=True, groups__name="administration").exclude(email="")
    return sorted(set(accounts.values_list("email", flat=True)))
