"""The archive: `database.dump`, `media/…` and, last, `manifest.json`, which tells what the rest must be."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from config.backups.refusing import BackupRefused

FORMAT = 1
DATABASE, MANIFEST, MEDIA = "database.dump", "manifest.json", "media/"
CHUNK = 1 << 20
END = bytes(2 * tarfile.BLOCKSIZE)
PART = ".part"  # of a name: an archive that is being written


@dataclass
class Manifest:
    """`files`: SHA-256 of each member by its name; `tables`: rows of each table in the very state that was dumped."""

    made_at: str
    server_version: int
    migrations: list[str]
    tables: dict[str, int]
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


def write(path: Path, *, manifest: Manifest, dump: Path, media: Path) -> None:
    """Whole or not at all: a name without PART is an archive that was finished."""
    unfinished = path.with_name(path.name + PART)
    try:
        with unfinished.open("wb") as file:
            with tarfile.open(fileobj=file, mode="w") as archive:
                _add(archive, manifest, DATABASE, dump)
                for name, found in _files(media):
                    _add(archive, manifest, MEDIA + name, found)
                text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
                told = tarfile.TarInfo(MANIFEST)
                told.size = len(text)
                archive.addfile(told, io.BytesIO(text))
            file.flush()
            os.fsync(file.fileno())  # a power cut may otherwise keep the name and lose the bytes
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _files(media: Path) -> Iterator[tuple[str, Path]]:
    """What a restore has put aside, under names that begin with a dot, is no part of the site."""
    for path in sorted(media.rglob("*")):
        inside = path.relative_to(media)
        if path.is_file() and not path.is_symlink() and not inside.parts[0].startswith("."):
            yield inside.as_posix(), path


def _add(archive: tarfile.TarFile, manifest: Manifest, name: str, path: Path) -> None:
    """A file that is written to meanwhile is not what its checksum says; reading the archive again tells it."""
    told = tarfile.TarInfo(name)
    told.size = path.stat().st_size
    manifest.files[name] = _checksum_of(path)
    with path.open("rb") as file:
        archive.addfile(told, file)


def _checksum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(path: Path) -> Manifest:
    """What the archive says of itself, once every byte was compared with it. Raises BackupRefused."""
    found: dict[str, str] = {}
    manifest: Manifest | None = None
    with _opened(path) as archive:
        for member in archive:
            if not _is_ours(member):
                raise BackupRefused(f"L’archive contient « {member.name[:80]} », qui n’a rien à y faire.")
            file = archive.extractfile(member)
            if member.name == MANIFEST:
                manifest = _manifest(file)
            else:
                found[member.name] = hashlib.file_digest(file, "sha256").hexdigest()
    if manifest is None:
        raise BackupRefused("L’archive est incomplète : la liste de ce qu’elle contient manque à la fin.")
    if manifest.files != found:
        wrong = sorted(name for name in manifest.files.keys() | found if manifest.files.get(name) != found.get(name))
        raise BackupRefused(f"L’archive est abîmée : « {wrong[0]} » n’est pas ce qui avait été sauvegardé.")
    if not _has_its_end(path):
        raise BackupRefused("L’archive est tronquée : sa fin manque, un disque plein ou une copie l’a coupée.")
    return manifest


def _has_its_end(path: Path) -> bool:
    """Two empty blocks, filled up to a whole record. Nothing of ours is lost with them, but a cut file is not sound."""
    with path.open("rb") as file:
        is_even = file.seek(0, os.SEEK_END) % tarfile.RECORDSIZE == 0
        file.seek(-len(END), os.SEEK_END)
        return is_even and file.read() == END


def extract(path: Path, *, dump: Path, media: Path) -> None:
    """The database's dump and the files, to places that the caller chose. The archive was `read` before."""
    with _opened(path) as archive:
        for member in archive:
            if member.name == DATABASE:
                _copy(archive.extractfile(member), dump)
            elif member.name.startswith(MEDIA):
                target = media / member.name.removeprefix(MEDIA)
                target.parent.mkdir(parents=True, exist_ok=True)
                _copy(archive.extractfile(member), target)


def _copy(source: IO[bytes], target: Path) -> None:
    with target.open("wb") as file:
        while chunk := source.read(CHUNK):
            file.write(chunk)


def _is_ours(member: tarfile.TarInfo) -> bool:
    """Plain files under the names that `write` gives: no way out of the folder, no link."""
    parts = member.name.split("/")
    is_named = member.name in (DATABASE, MANIFEST) or (member.name.startswith(MEDIA) and len(parts) > 1)
    return member.isfile() and is_named and not {"", ".", ".."} & set(parts)


def _manifest(file: IO[bytes]) -> Manifest:
    try:
        read = json.loads(file.read())
        if read.get("format") != FORMAT:
            raise BackupRefused("L’archive a été faite par une version plus récente de Solidaire.")
        return Manifest(**read)
    except (ValueError, TypeError, AttributeError) as wrong:
        raise BackupRefused("La liste de ce que contient l’archive est illisible.") from wrong


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, "r:") as archive:
            yield archive
    except FileNotFoundError as missing:
        raise BackupRefused(f"Il n’y a pas de fichier {path}.") from missing
    except tarfile.TarError as wrong:
        raise BackupRefused("Ce fichier n’est pas une sauvegarde de Solidaire, ou il est tronqué.") from wrong
