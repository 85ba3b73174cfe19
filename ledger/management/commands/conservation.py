from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.utils import timezone

from french.wording import counted
from ledger.retention.services import Standing, apply_rules, in_words, standings


class Command(BaseCommand):
    help = (
        "Dit ce que les durées de conservation feraient partir maintenant, sans rien changer. « --appliquer » fait ce "
        "que le travailleur fait chaque nuit."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--appliquer", action="store_true", help="faire partir ce qui est dû et accordé")

    def handle(self, *args: Any, appliquer: bool, **options: Any) -> None:
        now = timezone.now()
        if not appliquer:
            for one in standings():
                count = one.rule.count(now)
                self.stdout.write(f"{one.rule.told(count):60} {_terms(one)}")
            self.stdout.write("Rien n’a été changé. « --appliquer » fait ce que la nuit ferait.")
            return
        found = apply_rules(now=now)
        self.stdout.write(in_words(found))
        if failed := [one for one in found if one.problem]:
            raise CommandError("\n".join(f"{one.rule.name} : {one.problem}" for one in failed))


def _terms(one: Standing) -> str:
    if one.is_kept:
        return "gardés"
    days = f"{counted(one.rule.days, 'jour')} après {one.rule.since}"
    return f"{days} (attend un accord)" if one.is_waiting else days
