"""Files made of an edition, kept under MEDIA_ROOT by the fingerprint of what they show.

A second request reads a file; a file whose content is no longer public has another fingerprint, and leaves the disk
when the next one is kept.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from bulletins.models import Edition
from french.wording import NBSP, number

FOLDER = "bulletins"
PART = ".part"
ABANDONED_AFTER = 3600  # seconds: nobody writes a file for that long


@dataclass(frozen=True)
class Kept:
    """A file on the disk. `digest` names its content and serves as ETag."""

    path: Path
    digest: str
    size: int
    made_at: datetime

    @property
    def written_size(self) -> str:
        """“84 ko”; a bulletin with its two fonts never reaches a megabyte."""
        return f"{number(max(1, round(self.size / 1000)))}{NBSP}ko"


def ready(edition: Edition, digest: str, extension: str) -> Kept | None:
    """The file, if it has been made already and is whole: its name tells how many bytes it has."""
    for path in _folder(edition).glob(f"{digest}-*.{extension}"):
        with suppress(OSError):
            kept = _kept(path, digest)
            if path.name == _name(digest, kept.size, extension):
                return kept
    return None


def keep(content: bytes, edition: Edition, digest: str, extension: str) -> Kept:
    """Write the file; others of the same form, which show something else, are deleted. Raises OSError."""
    folder = _folder(edition)
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob(f"*.{extension}"), *_left_behind(folder)):
        old.unlink(missing_ok=True)
    # Written aside and moved: a reader never gets half a file, and two makers at once do no harm.
    with tempfile.NamedTemporaryFile(dir=folder, suffix=PART, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # a power cut may otherwise keep the name and lose the bytes
        except OSError:
            os.unlink(file.name)  # a full disk must not be made fuller
            raise
    path = folder / _name(digest, len(content), extension)
    os.replace(file.name, path)
    return _kept(path, digest)


def forget(edition: Edition) -> None:
    """Delete all files of an edition: after a withdrawal or an occultation."""
    for old in kept_files(edition):
        old.unlink(missing_ok=True)


def kept_files(edition: Edition) -> list[Path]:
    return list(_folder(edition).glob("*.*"))


def folders(editions: Iterable[Edition]) -> dict[Path, int | None]:
    """The folders of editions, and when a file last came or went in each: a page that tells of the files names them as
    its `files`, taken before it looks at them, and is good as long as they stay the same."""
    return {folder: changed_at(folder) for folder in map(_folder, editions)}


def changed_at(path: Path) -> int | None:
    """When a file, or the list of a folder, last changed, in nanoseconds; None where there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None


def _kept(path: Path, digest: str) -> Kept:
    state = path.stat()
    return Kept(path, digest, state.st_size, datetime.fromtimestamp(int(state.st_mtime), UTC))


def _folder(edition: Edition) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / str(edition.pk)


def _name(digest: str, size: int, extension: str) -> str:
    return f"{digest}-{size}.{extension}"


def _left_behind(folder: Path) -> Iterator[Path]:
    """What a maker that was killed had begun."""
    before = time.time() - ABANDONED_AFTER
    return (path for path in folder.glob(f"*{PART}") if (changed_at(path) or 0) < before * 1e9)
