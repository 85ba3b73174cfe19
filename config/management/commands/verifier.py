from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError

from backoffice.work.soundness import good_to_know
from config.nightly.verifying import verify_and_note
from french.wording import counted


class Command(BaseCommand):
    help = (
        "Vérifie que ce qui est enregistré est sain : éditions figées, numéros, citations, recherche, fichiers, "
        "garde-fous."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = verify_and_note()
        for outcome in outcomes:
            self.stdout.write(f"{'bon' if outcome.is_sound else 'À VOIR':7} {outcome.name}")
            for sentence in [*outcome.told, *good_to_know(outcome.name)]:
                self.stdout.write(f"        {sentence}")
        wrong = sum(not outcome.is_sound for outcome in outcomes)
        if wrong:
            raise CommandError(f"{counted(wrong, 'vérification échoue', 'vérifications échouent')}.")
        self.stdout.write("Tout est sain.")
