from django.core.management.base import BaseCommand, CommandError

from backoffice.work.planning import count_tables_anew
from communes.services import UnknownDepartment, load_customary_areas, load_territory
from initiatives.starters import UnknownStarter, load_starters, read_starter, starter_names


class Command(BaseCommand):
    help = (
        "Prépare l’installation pour un ou plusieurs départements\u00a0: communes, intercommunalités, arrondissements, "
        "secteurs d’usage connus, et au choix les thèmes d’une sorte de crise. Peut être relancée\u00a0: ce que la "
        "rédaction a modifié est conservé."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--departement",
            action="append",
            required=True,
            metavar="CODE",
            help="Code du département (62, 2A, 971). Répétez l’option pour en couvrir plusieurs.",
        )
        parser.add_argument(
            "--themes",
            action="append",
            default=[],
            metavar="JEU",
            help=f"Jeu de thèmes de départ\u00a0: {', '.join(starter_names())}. Répétez l’option pour en réunir "
            "plusieurs. Les thèmes d’autres jeux que personne n’a utilisés ni modifiés sont retirés.",
        )
        parser.add_argument(
            "--nom", default="", help="Nom du territoire. Par défaut\u00a0: celui du premier département."
        )
        parser.add_argument(
            "--site", default="", help="Nom du site. Par défaut\u00a0: «\u00a0Le Pas-de-Calais solidaire\u00a0»."
        )
        parser.add_argument(
            "--editeur", default="", help="Éditeur. Par défaut\u00a0: «\u00a0Préfecture du Pas-de-Calais\u00a0»."
        )

    def handle(self, *args, **options) -> None:
        codes = [code.upper() for code in options["departement"]]
        try:
            for name in options["themes"]:
                read_starter(name)  # refused before the territory is written
            report = load_territory(
                department_codes=codes,
                name=options["nom"],
                site_name=options["site"],
                publisher=options["editeur"],
                progress=self.stdout.write,
            )
        except (UnknownDepartment, UnknownStarter) as refusal:
            raise CommandError(str(refusal)) from refusal
        load_customary_areas(department_codes=codes, progress=self.stdout.write)
        if options["themes"]:
            load_starters(names=options["themes"], progress=self.stdout.write)
        count_tables_anew()
        for commune in report.unlisted:
            self.stdout.write(
                self.style.WARNING(
                    f"  {commune.name} ({commune.insee}) a quitté la liste officielle\u00a0; elle est conservée."
                )
            )
        self.stdout.write(f"Installation prête\u00a0: {report.territory.site_name} ({report.territory.publisher}).")
