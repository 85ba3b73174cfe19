from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from french.wording import counted
from workshop.proof.links import check_links


class Command(BaseCommand):
    help = "Vérifie les liens des brouillons et des contacts publics ; les remarques des bulletins en parlent ensuite."

    def handle(self, *args: Any, **options: Any) -> None:
        report = check_links()
        if report.is_offline:
            raise CommandError("Aucun site n’a répondu : ce serveur atteint-il internet ? Rien n’est changé.")
        dead = counted(report.dead, "ne mène plus à rien", "ne mènent plus à rien")
        self.stdout.write(f"{counted(report.checked, 'lien vérifié', 'liens vérifiés')}, dont {dead}.")
