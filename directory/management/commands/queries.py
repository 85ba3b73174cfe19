from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory.asking import FIRST, ask


class Command(BaseCommand):
    help = "Pose une liste de recherches et dit combien trouvent une bonne réponse parmi les premières."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("lists", nargs="+", type=Path, help="fichiers de lignes « recherche => titre | titre »")

    def handle(self, *args: Any, lists: list[Path], **options: Any) -> None:
        asked = []
        for path in lists:
            try:
                asked += ask(path.read_text(encoding="utf-8").splitlines())
            except OSError as error:
                raise CommandError(f"{path} ne peut pas être lu : {error.strerror}.") from error
        if not asked:
            raise CommandError("Aucune recherche dans ces listes.")
        for one in asked:
            if not one.is_answered:
                self.stdout.write(f"manque  {one.query}  →  {' | '.join(one.first) or 'rien'}")
        answered = sum(one.is_answered for one in asked)
        share = answered / len(asked)
        self.stdout.write(f"recherches: {answered}/{len(asked)}, succès à {FIRST}: {share:.3f}")
