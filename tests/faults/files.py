"""Files that acts leave: cut anywhere, and whether what the site hands out is whole."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pikepdf

from tests.faults.asking import Act
from tests.faults.ground import Ground
from tests.faults.state import half_done

CUTS = (0, 1, 130, 371, 500, 742, 900, 999)  # thousandths of the file that are left
KINDS = {"due": ("pdf", "docx", "odt", "html"), "backup": ("tar",), "receive": ("original",)}


def files_of(act: str) -> tuple[str, ...]:
    return KINDS.get(act, ())


@contextmanager
def cut(ground: Ground, kind: str, share: int) -> Iterator[bool]:
    """The file of this kind ends there; whether there was one. It is given back its bytes afterwards."""
    path = _file(ground, kind)
    if path is None:
        yield False
        return
    whole = path.read_bytes()
    os.truncate(path, len(whole) * share // 1000)
    try:
        yield True
    finally:
        if path.exists():  # it may have been made anew under another name
            path.write_bytes(whole)


def _file(ground: Ground, kind: str) -> Path | None:
    media = ground.files / "media"
    if kind == "tar":
        return next((ground.files / "backups").glob("*.tar"), None)
    if kind == "original":
        kept = [path for path in media.rglob("*") if path.is_file() and path.parts[len(media.parts)] != "bulletins"]
        return max(kept, key=lambda path: path.stat().st_mtime_ns, default=None)
    # That of the act: other bulletins may have theirs.
    return max(media.rglob(f"*.{kind}"), key=lambda path: path.stat().st_mtime_ns, default=None)


def broken_files(
    ground: Ground, act: Act, *, is_done: bool, sound: dict[str, Any] | None = None, was_cut: str = ""
) -> list[str]:
    """What is handed out in halves, in the words of a person."""
    if was_cut == "original":
        return [] if half_done(ground.owner) else ["l’original coupé n’est vu par aucune vérification"]
    if act.command == ("sauvegarder",):
        return _broken_archives(ground, is_cut=was_cut == "tar")
    if not act.page or not is_done:
        return []
    kinds = [was_cut] if was_cut else ["pdf"]
    answers = {kind: ground.get(f"{act.page.rstrip('/')}.{kind}", sound) for kind in kinds}
    return [
        f"le fichier {kind} n’est pas entier (réponse {status}, {len(body)} octets)"
        for kind, (status, body) in answers.items()
        if status != 200 or not _is_whole(kind, body)
    ]


def _is_whole(kind: str, body: bytes) -> bool:
    if kind == "pdf":
        return body.rstrip().endswith(b"%%EOF") and _is_in_own_fonts(body)
    if kind == "html":
        return body.rstrip().endswith(b"</html>")
    try:
        return zipfile.ZipFile(io.BytesIO(body)).testzip() is None
    except zipfile.BadZipFile:
        return False


def _is_in_own_fonts(body: bytes) -> bool:
    with pikepdf.open(io.BytesIO(body)) as pdf:
        fonts = {str(font.BaseFont).partition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()}
    return bool(fonts) and all(name.startswith(("Text", "Titles")) for name in fonts)


def _broken_archives(ground: Ground, *, is_cut: bool) -> list[str]:
    """An archive that bears its name is whole; of one that was cut, reading it says so."""
    from config.backups.archive import read
    from config.backups.refusing import BackupRefused

    refused = []
    for path in (ground.files / "backups").glob("*.tar"):
        try:
            read(path)
        except BackupRefused:
            refused.append(path.name)
    if is_cut:
        return [] if refused else ["la sauvegarde coupée est prise pour entière"]
    return [f"la sauvegarde {name} ne se lit pas" for name in refused]
