"""What officers do with the picture of a bulletin. Each act writes its line in the bulletin's history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from backoffice.pictures.keeping import File, NotShowable, describe, keep
from backoffice.pictures.models import WRITTEN
from bulletins.models import Bulletin, Edition
from bulletins.outputs.keeping import forget
from bulletins.pictures.models import BulletinPicture
from bulletins.reach.rule import locked_bulletin
from initiatives.models import Initiative


def keep_bulletin_picture(
    *,
    bulletin: Bulletin,
    files: Iterable[File],
    sha256: str,
    facts: dict[str, Any],
    by: AbstractBaseUser,
    now: datetime | None = None,
) -> BulletinPicture:
    """Make this the picture of the bulletin. What is published keeps the one of its day until a rectificatif."""
    with transaction.atomic():
        bulletin = locked_bulletin(bulletin.pk, by=by)
        bulletin.pictures.update(is_current=False)
        state = {"is_current": True}
        picture = keep(bulletin.pictures, files=files, sha256=sha256, facts=facts, by=by, now=now, **state)
        _note(bulletin, by=by, why="image ajoutée")
    return picture


def copy_bulletin_picture(*, source: Bulletin, target: Bulletin, by: AbstractBaseUser) -> None:
    """Give a new bulletin the present picture of another one, with its words and its consent; nothing without one."""
    picture = source.pictures.filter(is_current=True).first()
    if picture is None:
        return
    facts = {name: getattr(picture, name) for name in WRITTEN}
    files = [
        (one.format, one.width, round(picture.height * one.width / picture.width), bytes(one.data))
        for one in picture.renditions.all()
    ]
    keep_bulletin_picture(bulletin=target, files=files, sha256=picture.sha256, facts=facts, by=by)


def describe_bulletin_picture(*, picture: BulletinPicture, facts: dict[str, Any], by: AbstractBaseUser) -> None:
    """Change what is said of a picture. What is published keeps the words of its day until a rectificatif."""
    with transaction.atomic():
        bulletin = locked_bulletin(picture.bulletin_id, by=by)
        picture = bulletin.pictures.filter(pk=picture.pk).first()
        if picture is None:
            raise NotShowable("Cette image vient d’être retirée\u00a0: choisissez un fichier pour la remettre.")
        describe(picture, facts)
        _note(bulletin, by=by, why="légende de l’image modifiée")


def remove_bulletin_picture(*, picture: BulletinPicture, by: AbstractBaseUser) -> None:
    """Destroy a picture and its files: it leaves the bulletin in all its revisions, published ones too."""
    with transaction.atomic():
        bulletin = locked_bulletin(picture.bulletin_id, by=by)
        picture.delete()
        _note(bulletin, by=by, why="image retirée")
        forget_files(Edition.objects.filter(bulletin=bulletin))


def forget_files_citing(initiative: Initiative) -> None:
    """The files that may show a picture of the initiative; they are made again without it."""
    forget_files(Edition.objects.filter(bulletin__citations__initiative=initiative))


def forget_files(editions: QuerySet[Edition]) -> None:
    """Take the files of these editions off the disk once the transaction is done; whoever asks has them made again."""
    for edition in editions.defer("snapshot"):
        transaction.on_commit(partial(forget, edition))


def _note(bulletin: Bulletin, *, by: AbstractBaseUser, why: str) -> None:
    """A line of the history. The version stays: a text that is open beside holds nothing of the picture."""
    bulletin._history_user, bulletin._change_reason = by, why
    bulletin.save()
