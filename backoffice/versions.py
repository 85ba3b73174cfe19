"""Optimistic versions: a form says which version it was opened on, and a save on an older one is refused."""

from django.db import models
from django.db.models import F


class StaleVersion(Exception):
    """Someone saved meanwhile. `current` is the row as it stands now, freshly read."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("Cette fiche a été modifiée entre-temps : rien n’a été remplacé.")
        self.current = current


def take_next_version(row: models.Model, *, expected: int) -> None:
    """Move `row.version` on from `expected`, in the database at once, or raise StaleVersion.

    To be called in the transaction that saves the row: the update locks it until the end.
    """
    model = type(row)
    if not model._default_manager.filter(pk=row.pk, version=expected).update(version=F("version") + 1):
        raise StaleVersion(model._default_manager.get(pk=row.pk))
    row.version = expected + 1
