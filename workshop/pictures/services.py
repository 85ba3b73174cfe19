"""A file that an officer uploads becomes a picture: drawn anew in the sandbox, then kept where it belongs.

Each raises a `ReadingRefused` for the file, a `NotShowable` for what is said of it. Drawing holds no row locked.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from backoffice.pictures.keeping import File
from bulletins.models import Bulletin, BulletinPicture, Edition
from bulletins.pictures.services import forget_files, forget_files_citing, keep_bulletin_picture
from communes.logo.services import keep_logo, remove_logo
from communes.models import Logo, Territory
from documents.readers.pictures.drawn import Drawn
from documents.readers.pictures.sandbox import draw_picture
from initiatives.correcting.models import Correction
from initiatives.correcting.pictures import propose_picture
from initiatives.models import Initiative, Picture
from initiatives.pictures.services import keep_picture, remove_picture


def add_picture(
    *, initiative: Initiative, data: bytes, facts: dict[str, Any], by: AbstractBaseUser, now: datetime | None = None
) -> Picture:
    drawn = draw_picture(data)
    return keep_picture(initiative=initiative, files=_files(drawn), sha256=drawn.sha256, facts=facts, by=by, now=now)


def offer_picture(
    *, initiative: Initiative, data: bytes, facts: dict[str, Any], by: AbstractBaseUser, now: datetime | None = None
) -> Correction:
    """The same as a proposal, for an initiative that is online."""
    drawn = draw_picture(data)
    return propose_picture(initiative=initiative, files=_files(drawn), sha256=drawn.sha256, facts=facts, by=by, now=now)


def add_bulletin_picture(
    *, bulletin: Bulletin, data: bytes, facts: dict[str, Any], by: AbstractBaseUser, now: datetime | None = None
) -> BulletinPicture:
    drawn = draw_picture(data)
    return keep_bulletin_picture(
        bulletin=bulletin, files=_files(drawn), sha256=drawn.sha256, facts=facts, by=by, now=now
    )


def add_logo(*, territory: Territory, data: bytes, by: AbstractBaseUser, now: datetime | None = None) -> Logo:
    drawn = draw_picture(data, purpose="logo")
    return keep_logo(territory=territory, files=_files(drawn), sha256=drawn.sha256, by=by, now=now)


def take_picture_away(*, picture: Picture, by: AbstractBaseUser) -> None:
    """From the initiative, and from the files of the bulletins that may show it."""
    with transaction.atomic():
        remove_picture(picture=picture, by=by)
        forget_files_citing(picture.initiative)


def take_logo_away(*, logo: Logo, by: AbstractBaseUser) -> None:
    with transaction.atomic():
        remove_logo(logo=logo, by=by)
        forget_files(Edition.objects.filter(snapshot__logo__sha256=logo.sha256))


def _files(drawn: Drawn) -> list[File]:
    return [(one.format, one.width, one.height, one.data) for one in drawn.renditions]
