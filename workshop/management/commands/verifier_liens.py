from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workshop.proof.links import check_links


class Command(BaseCommand):
    help = "Vérifie les liens des brouillons et des contacts publics ; les remarques des bulletins en parlent ensuite."

    def handle(self, *args: Any, **options: Any) -> None:
        report = check_links()
        if report.is_offline:
            raise CommandError(str(report))
        self.stdout.write(str(report))
