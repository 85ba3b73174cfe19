"""Originals that no row names: of a deposit that was killed, or of an erasing whose file was not gone yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from documents.models import FOLDER, SourceDocument
from french.wording import counted

AGE = timedelta(days=1)  # a younger file may be of a deposit that is not committed yet


def sweep_originals(now: datetime) -> str:
    """Delete them; they may tell of persons, and no erasing would ever find them. Done each night by the worker."""
    media = Path(settings.MEDIA_ROOT)
    before = (now - AGE).timestamp()
    old = [path for path in media.glob(f"{FOLDER}/*/*") if path.is_file() and path.stat().st_mtime < before]
    # The rows after the files: of an old file, the row is there by now or never comes.
    named = set(SourceDocument.objects.exclude(content="").values_list("content", flat=True))
    gone = 0
    for path in old:
        if path.relative_to(media).as_posix() not in named:
            path.unlink(missing_ok=True)
            gone += 1
    return f"{counted(gone, 'original sans fiche effacé', 'originaux sans fiche effacés')}."
