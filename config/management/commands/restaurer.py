from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from config.backups.refusing import BackupRefused
from config.backups.restoring import restore
from french.wording import counted


class Command(BaseCommand):
    help = "Remet la base et les fichiers d’une sauvegarde. Ce qui était là est mis de côté, sous un autre nom."
    requires_system_checks = []  # the database may be empty, or gone

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", help="le fichier fait par « sauvegarder »")
        parser.add_argument("--remplacer", dest="replace", action="store_true", help="même si la base n’est pas vide")
        parser.add_argument("--cle", dest="identity", default="", metavar="FICHIER", help="clé privée (age)")

    def handle(self, *args: Any, archive: str, replace: bool, identity: str, **options: Any) -> None:
        try:
            done = restore(Path(archive), now=timezone.now(), replace=replace, identity=identity)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        note(Kind.BACKUP_RESTORED, by=None, told=f"sauvegarde du {done.manifest.made_at[:16].replace('T', ' à ')}")
        rows = sum(done.manifest.tables.values())
        self.stdout.write(f"Sauvegarde du {done.manifest.made_at[:16].replace('T', ' à ')} remise : {rows} lignes.")
        self.stdout.write(f"L’ancienne base est gardée sous le nom « {done.database_aside} ».")
        if done.media_aside:
            self.stdout.write(f"Les anciens fichiers sont gardés dans {done.media_aside}.")
        again = done.replayed
        if again.done:
            said = counted(again.done, "effacement fait depuis est rejoué", "effacements faits depuis sont rejoués")
            self.stdout.write(f"{said}. L’ancienne base et les anciens fichiers peuvent encore les nommer.")
        if again.left:
            raise CommandError(
                "La sauvegarde est remise, mais tout ce qui avait été effacé ne l’est pas de nouveau\u00a0:\n"
                + "\n".join(again.left)
            )
