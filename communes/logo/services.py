"""What editors do with the logo of the office. Each act writes its line in the history of the installation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.pictures.keeping import File, keep
from communes.logo.models import Logo
from communes.models import Territory


def keep_logo(
    *, territory: Territory, files: Iterable[File], sha256: str, by: AbstractBaseUser, now: datetime | None = None
) -> Logo:
    """Make this the logo of the bulletins to come. Those that are published keep the one of their day."""
    with transaction.atomic():
        territory = Territory.objects.select_for_update().get(pk=territory.pk)
        territory.logos.update(is_current=False)
        logo = keep(territory.logos, files=files, sha256=sha256, facts={}, by=by, now=now, is_current=True)
        _note(territory, by=by, why="logo ajouté")
    return logo


def remove_logo(*, logo: Logo, by: AbstractBaseUser) -> None:
    """Destroy a logo and its files: it leaves every bulletin that bears it, published ones too."""
    with transaction.atomic():
        territory = Territory.objects.select_for_update().get(pk=logo.territory_id)
        logo.delete()
        _note(territory, by=by, why="logo retiré")


def _note(territory: Territory, *, by: AbstractBaseUser, why: str) -> None:
    territory._history_user, territory._change_reason = by, why
    territory.save()
    note(Kind.SETTINGS_CHANGED, by=by, about=territory, told=why)
