from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from config.serving.rights import RightsRefused, account_of, give_rights


class Command(BaseCommand):
    help = (
        "Donne au compte qui sert le site les droits de lire et d’écrire des lignes, et aucun autre. À lancer avec le "
        "compte qui possède les tables, après chaque « migrate »."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--role",
            help="Nom du compte ; par défaut celui de SERVING_DATABASE_URL, qui dit aussi son mot de passe.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            role, password = (options["role"], "") if options["role"] else self._account()
            give_rights(role=role, password=password)
        except RightsRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        note(Kind.DATABASE_RIGHTS_GIVEN, by=None, told=f"compte de la base\u00a0: {role}")
        self.stdout.write(f"Le compte {role} peut servir le site, et rien d’autre.")

    def _account(self) -> tuple[str, str]:
        if not settings.SERVING_DATABASE_URL:
            raise CommandError("Nommez le compte : SERVING_DATABASE_URL, ou --role.")
        return account_of(settings.SERVING_DATABASE_URL)
