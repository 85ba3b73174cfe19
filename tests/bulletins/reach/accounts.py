"""Accounts that some series are entrusted to."""

from __future__ import annotations

from django.contrib.auth.models import User

from bulletins.models import Keeper, Series
from tests.builders import make_series, make_user

OTHER = "Lettre de l’arrondissement de Lens"


def make_limited(*series: Series, group: str = "édition", username: str = "") -> User:
    """An account that works in these series alone, or in one of its own, of which no test speaks."""
    account = make_user(username, group=group)
    for one in series or (make_series(OTHER, is_main=False),):
        Keeper.objects.create(user=account, series=one)
    return account
