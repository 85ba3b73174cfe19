"""The bytes of the pictures that a bulletin shows: its own, those of its initiatives, the logo of the office."""

from __future__ import annotations

from django.db.models import QuerySet

from backoffice.pictures.models import PictureFile
from backoffice.pictures.showing import Facts
from bulletins.pictures.models import BulletinRendition
from communes.logo.models import LogoRendition
from initiatives.pictures.models import Rendition

MODELS = (Rendition, BulletinRendition, LogoRendition)


def jpeg_of(picture: Facts, *, width: int | None = None) -> bytes | None:
    """The JPEG of a picture that is shown, in the width of print unless another is asked; None once it was removed.
    One query, two or three where it is no initiative's."""
    return stored(picture["sha256"], width or picture["shared_width"], PictureFile.Format.JPEG)


def stored(sha256: str, width: int, kind: str) -> bytes | None:
    file = next(filter(None, (named(model.objects.all(), sha256, width, kind).first() for model in MODELS)), None)
    return bytes(file.data) if file else None


def named(files: QuerySet, sha256: str, width: int, kind: str) -> QuerySet:
    """Of `files`, those that an address names; the same bytes may be those of two records."""
    return files.filter(picture__sha256=sha256, width=width, format=kind)
