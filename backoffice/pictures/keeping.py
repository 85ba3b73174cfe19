"""Keeping, describing and taking away the picture of a record, within the transaction of whoever writes its history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from backoffice.pictures.models import Photograph, StoredPicture

File = tuple[str, int, int, bytes]  # format, width, height, content


class NotShowable(Exception):
    """What allows a picture to be shown is not said, or is not so; a French sentence."""


def keep(
    pictures: models.Manager,
    *,
    files: Iterable[File],
    sha256: str,
    facts: dict[str, Any],
    by: AbstractBaseUser,
    now: datetime | None,
    **state: Any,
) -> StoredPicture:
    """Keep the files as one of a record's `pictures`, described by `facts`; `state` is set on the row. The same picture
    again is the row that was there. Raises NotShowable."""
    files = list(files)
    _, width, height, _ = max(files, key=lambda file: file[1])
    picture = pictures.filter(sha256=sha256).first()
    is_new = picture is None
    picture = picture or pictures.model(sha256=sha256, **{pictures.field.name: pictures.instance})
    picture.width, picture.height, picture.widths = width, height, sorted({file[1] for file in files})
    picture.added_at, picture.added_by = now or timezone.now(), by
    describe(picture, facts | state)
    if is_new:
        rendition = picture.renditions.model
        rendition.objects.bulk_create(
            [rendition(picture=picture, format=kind, width=wide, data=data) for kind, wide, _, data in files]
        )
    return picture


def describe(picture: StoredPicture, facts: dict[str, Any]) -> None:
    """Raises NotShowable."""
    for name, value in facts.items():
        setattr(picture, name, value)
    if isinstance(picture, Photograph) and picture.faces == Photograph.Faces.NONE:
        picture.consent_on, picture.consent_by = None, ""
    try:
        picture.full_clean()
    except ValidationError as error:
        raise NotShowable(" ".join(error.messages)) from None
    picture.save()
