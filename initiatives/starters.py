"""Sets of themes to start with, by kind of crisis: files of `data/themes/`, one kind each."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max, ProtectedError

from initiatives.models import Theme

FOLDER = Path(__file__).parent / "data" / "themes"
REASON = "jeu de thèmes de départ"
TEXTS = ("name", "pictogram", "description", "heading", "earlier_headings", "words", "near_words")

Progress = Callable[[str], None]


class UnknownStarter(Exception):
    def __init__(self, name: str) -> None:
        known = ", ".join(starter_names())
        super().__init__(f"«\u00a0{name}\u00a0» n’est pas un jeu de thèmes. Choisissez parmi\u00a0: {known}.")


def starter_names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read_starter(name: str) -> list[dict[str, Any]]:
    if name not in starter_names():
        raise UnknownStarter(name)
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["themes"]


def load_starters(
    *, names: Iterable[str], by: AbstractBaseUser | None = None, progress: Progress = lambda line: None
) -> list[Theme]:
    """Add the themes of these sets that the installation lacks; those added.

    Themes of other sets leave when nobody ever used or changed them, as the seven that every installation is born with.
    Raises UnknownStarter before anything is written.
    """
    wanted = {row["slug"]: row for name in dict.fromkeys(names) for row in read_starter(name)}
    every = {row["slug"] for name in starter_names() for row in read_starter(name)}
    with transaction.atomic():
        removed = [theme for theme in Theme.objects.filter(slug__in=every - wanted.keys()) if _remove(theme, by=by)]
        known = set(Theme.objects.values_list("slug", flat=True))
        last = Theme.objects.aggregate(last=Max("position"))["last"] or 0
        missing = [row for row in wanted.values() if row["slug"] not in known]
        added = [_add(row, position=position, by=by) for position, row in enumerate(missing, start=last + 1)]
    progress(f"  thèmes\u00a0: {len(added)} ajoutés, {len(removed)} retirés car jamais utilisés")
    return added


def _add(row: dict[str, Any], *, position: int, by: AbstractBaseUser | None) -> Theme:
    theme = Theme(slug=row["slug"], position=position, **{field: row[field].strip() for field in TEXTS})
    theme.full_clean()
    theme._history_user, theme._change_reason = by, REASON
    theme.save()
    return theme


def _remove(theme: Theme, *, by: AbstractBaseUser | None) -> bool:
    """Unless an initiative or a bulletin names it, or somebody has changed it."""
    if theme.history.exclude(history_change_reason=REASON).exists():
        return False
    theme._history_user, theme._change_reason = by, REASON
    try:
        with transaction.atomic():
            theme.delete()
    except ProtectedError:
        return False
    return True
