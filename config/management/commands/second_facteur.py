from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandError, CommandParser

from backoffice.access.factors.acts import FactorRefused, reset_factor


class Command(BaseCommand):
    help = (
        "Retire le second facteur d’un compte dont la personne a tout perdu, quand aucun administrateur ne peut le "
        "faire depuis l’espace rédaction. Ses sessions sont fermées, le journal garde le motif, un courriel la "
        "prévient."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("identifiant")
        parser.add_argument("--motif", required=True, help="Il reste au journal.")

    def handle(self, *args: Any, **options: Any) -> None:
        account = User.objects.filter(username=options["identifiant"]).first()
        if account is None:
            raise CommandError(f"Aucun compte ne se nomme {options['identifiant']}.")
        try:
            reset_factor(account=account, by=None, reason=options["motif"])
        except FactorRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Le second facteur du compte {account.get_username()} est retiré.")
