"""A file that an officer uploads becomes the picture of an initiative: drawn anew in the sandbox, then kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from documents.readers.pictures.sandbox import draw_picture
from initiatives.models import Initiative
from initiatives.pictures.models import Picture
from initiatives.pictures.services import keep_picture


def add_picture(
    *, initiative: Initiative, data: bytes, facts: dict[str, Any], by: AbstractBaseUser, now: datetime | None = None
) -> Picture:
    """Raises a `ReadingRefused` for the file, a `NotShowable` for what is said of it. Drawing holds no row locked."""
    drawn = draw_picture(data)
    files = [(one.format, one.width, one.height, one.data) for one in drawn.renditions]
    return keep_picture(initiative=initiative, files=files, sha256=drawn.sha256, facts=facts, by=by, now=now)
