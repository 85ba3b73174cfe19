from django.core.management.base import BaseCommand, CommandError

from communes.geoapi import ADDRESS, GeoApiError, UrllibClient
from communes.services import NoTerritory, sync_communes


class Command(BaseCommand):
    help = (
        "Compare les communes avec le service officiel geo.api.gouv.fr (nom, codes postaux, population, coordonnées). "
        "Sans --apply, montre les différences et ne change rien."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--apply", action="store_true", help="Enregistre les différences.")
        parser.add_argument("--adresse", default=ADDRESS, help="Adresse du service, pour un miroir interne.")

    def handle(self, *args, **options) -> None:
        try:
            plan = sync_communes(client=UrllibClient(), apply=options["apply"], address=options["adresse"].rstrip("/"))
        except (GeoApiError, NoTerritory) as refusal:
            raise CommandError(f"{refusal} Rien n’a été changé.") from refusal
        for change in plan.changes:
            self.stdout.write(f"  ~ {change}")
        for commune in plan.new:
            self.stdout.write(f"  + {commune.name} ({commune.insee}) : inconnue ici")
        for commune in plan.gone:
            self.stdout.write(
                self.style.WARNING(
                    f"  ? {commune.name} ({commune.insee}) : absente du service officiel ; conservée, à vérifier"
                )
            )
        self.stdout.write(
            f"À mettre à jour : {len(plan.changes)} ; à ajouter : {len(plan.new)} ; "
            f"disparues : {len(plan.gone)} ; identiques : {plan.unchanged}."
        )
        if options["apply"]:
            self.stdout.write(self.style.SUCCESS("Les différences sont enregistrées."))
        elif plan.changes or plan.new:
            self.stdout.write("Rien n’a été changé. Pour enregistrer : manage.py sync_communes --apply")
