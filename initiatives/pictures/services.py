"""What officers do with the picture of an initiative. Each act writes its line in the initiative's history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from initiatives.models import Initiative
from initiatives.pictures.models import Picture, Rendition
from initiatives.services import InitiativeRefusal

File = tuple[str, int, int, bytes]  # format, width, height, content


class NotShowable(InitiativeRefusal):
    """What allows a picture to be shown is not said, or is not so."""


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
    files = list(files)
    _, width, height, _ = max(files, key=lambda file: file[1])
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
        initiative.pictures.update(is_current=False)
        # The same one again is the row that was there.
        picture = initiative.pictures.filter(sha256=sha256).first() or Picture(initiative=initiative, sha256=sha256)
        is_new = picture.pk is None
        picture.is_current = True
        picture.width, picture.height, picture.widths = width, height, sorted({file[1] for file in files})
        picture.added_at, picture.added_by = now or timezone.now(), by
        _describe(picture, facts)
        if is_new:
            Rendition.objects.bulk_create(
                [Rendition(picture=picture, format=kind, width=wide, data=data) for kind, wide, _, data in files]
            )
        _note(initiative, by=by, why="image ajoutée")
    return picture


def describe_picture(*, picture: Picture, facts: dict[str, Any], by: AbstractBaseUser) -> Picture:
    """Change what is said of a picture. Bulletins that are published keep the words of their day."""
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(pk=picture.initiative_id)
        picture = initiative.pictures.filter(pk=picture.pk).first()
        if picture is None:
            raise NotShowable("Cette image vient d’être retirée\u00a0: choisissez un fichier pour la remettre.")
        _describe(picture, facts)
        _note(initiative, by=by, why="légende de l’image modifiée")
    return picture


def remove_picture(*, picture: Picture, by: AbstractBaseUser) -> None:
    """Destroy a picture and its files: it leaves the initiative's page and every bulletin that shows it."""
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(pk=picture.initiative_id)
        picture.delete()
        _note(initiative, by=by, why="image retirée")


def _describe(picture: Picture, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(picture, name, value)
    if picture.faces == Picture.Faces.NONE:
        picture.consent_on, picture.consent_by = None, ""
    try:
        picture.full_clean()
    except ValidationError as error:
        raise NotShowable(" ".join(error.messages)) from None
    picture.save()


def _note(initiative: Initiative, *, by: AbstractBaseUser, why: str) -> None:
    """A line of the history. The version stays: a form that is open beside holds nothing of the picture."""
    initiative._history_user, initiative._change_reason = by, why
    initiative.save()
