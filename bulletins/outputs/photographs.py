"""The pictures of an edition as files for newsrooms, with a note of what each shows and whose it is."""

from __future__ import annotations

from bulletins.pictures.files import jpeg_of
from bulletins.presenting import Issue
from bulletins.reading import entries_of
from bulletins.snapshots import Snapshot
from french.wording import NBSP

FOLDER = "images"
CREDITS = f"{FOLDER}/CREDITS.txt"
CREDITS_TOLD = "les images en grand, ce qu’elles montrent, de qui elles sont et à quelles conditions"


def picture_files(issue: Issue) -> dict[str, bytes]:
    """Each picture in the widest JPEG that there is, and the note; nothing for a bulletin without pictures."""
    files, lines = {}, []
    for name, what, picture in _named(issue):
        if data := jpeg_of(picture, width=picture["width"]):
            files[name] = data
            lines += [f"{name}{NBSP}: {what}", *_told(picture), ""]
    return files | {CREDITS: "\r\n".join(lines).encode()} if files else {}


def _named(issue: Issue) -> list[tuple[str, str, Snapshot]]:
    """The name of each file, what it belongs to, the picture. No name tells a word of a text."""
    content = issue.content
    named = [
        (f"{FOLDER}/logo.jpeg", "logo", content["logo"]),
        (f"{FOLDER}/bulletin.jpeg", issue.title, content["picture"]),
        *((f"{FOLDER}/initiative-{one['id']}.jpeg", one["title"], one["picture"]) for one in entries_of(content)),
    ]
    return [one for one in named if one[2]]


def _told(picture: Snapshot) -> list[str]:
    credited = [picture["credited"]] if "credited" in picture else []
    return [f"Ce que l’on voit{NBSP}: {picture['alternative_text']}", *credited]
