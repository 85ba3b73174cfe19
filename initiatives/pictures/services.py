"""What officers do with the picture of an initiative. Each act writes its line in the initiative's history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from backoffice.pictures.keeping import File, NotShowable, describe, keep
from initiatives.models import Initiative
from initiatives.pictures.models import Picture


def keep_picture(
    *,
    initiative: Initiative,
    files: Iterable[File],
    sha256: str,
    facts: dict[str, Any],
    by: AbstractBaseUser,
    now: datetime | None = None,
) -> Picture:
    """Make this the picture of the initiative. The one before stays for the bulletins that show it.

    `files` are drawn anew already; `facts` are the fields that the officer fills in.
    """
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
        initiative.pictures.update(is_current=False)
        state = {"is_current": True, "is_proposed": False}
        picture = keep(initiative.pictures, files=files, sha256=sha256, facts=facts, by=by, now=now, **state)
        _note(initiative, by=by, why="image ajoutée")
    return picture


def describe_picture(*, picture: Picture, facts: dict[str, Any], by: AbstractBaseUser) -> Picture:
    """Change what is said of a picture. Bulletins that are published keep the words of their day."""
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(pk=picture.initiative_id)
        picture = initiative.pictures.filter(pk=picture.pk).first()
        if picture is None:
            raise NotShowable("Cette image vient d’être retirée\u00a0: choisissez un fichier pour la remettre.")
        describe(picture, facts)
        _note(initiative, by=by, why="légende de l’image modifiée")
    return picture


def remove_picture(*, picture: Picture, by: AbstractBaseUser) -> None:
    """Destroy a picture and its files: it leaves the initiative's page and every bulletin that shows it."""
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(pk=picture.initiative_id)
        picture.delete()
        _note(initiative, by=by, why="image retirée")


def _note(initiative: Initiative, *, by: AbstractBaseUser, why: str) -> None:
    """A line of the history. The version stays: a form that is open beside holds nothing of the picture."""
    initiative._history_user, initiative._change_reason = by, why
    initiative.save()
