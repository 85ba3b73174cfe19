from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from backoffice.work.planning import count_tables_anew
from bulletins.demonstration.accounts import ACCOUNTS, PASSWORD, make_account
from bulletins.demonstration.loading import OtherTerritory, load_demonstration
from bulletins.demonstration.writing import MissingReference
from bulletins.refusals import BulletinRefusal


class Command(BaseCommand):
    help = (
        "Charge la démonstration : trois comptes et les cinq bulletins d’avril 2020 du Pas-de-Calais. "
        "Peut être relancée : ce qui a été saisi ou modifié depuis est conservé."
    )

    def handle(self, *args, **options) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "La démonstration est refusée en production : ses comptes ont un mot de passe connu de tous."
            )
        made = {account.username: make_account(account) for account in ACCOUNTS}
        created = [username for username, (_, is_new) in made.items() if is_new]
        self.stdout.write(f"Comptes de démonstration : {', '.join(created) if created else 'déjà là'}")
        self.stdout.write("Bulletins d’avril 2020")
        try:
            loaded = load_demonstration(
                redaction=made["redaction"][0], edition=made["edition"][0], progress=self.stdout.write
            )
        except (OtherTerritory, MissingReference, BulletinRefusal) as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as error:
            raise CommandError(f"Une donnée est refusée : {' '.join(error.messages)}") from error
        if loaded:
            count_tables_anew()
        else:
            self.stdout.write("  déjà chargés, rien n’est modifié")
        self.stdout.write(
            f"Démonstration prête : comptes {', '.join(made)}, mot de passe « {PASSWORD} » "
            "pour ceux dont vous ne l’avez pas changé."
        )
