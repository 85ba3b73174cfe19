from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from config.backups.keeping import prune
from config.backups.refusing import BackupRefused
from config.backups.saving import save


class Command(BaseCommand):
    help = (
        "Sauvegarde la base et les fichiers dans une archive, et la restaure une fois à part pour s’assurer qu’elle "
        "tient."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", nargs="?", default=settings.BACKUP_FOLDER, metavar="dossier", help="par défaut, BACKUP_FOLDER"
        )
        parser.add_argument("--sans-verifier", dest="verify", action="store_false", help="ne pas restaurer à part")
        parser.add_argument("--garder", dest="days", type=int, metavar="JOURS", help="effacer les plus anciennes")

    def handle(self, *args: Any, folder: str, verify: bool, days: int | None, **options: Any) -> None:
        if not folder:
            raise CommandError("Donnez un dossier, ou définissez BACKUP_FOLDER.")
        now = timezone.now()
        try:
            path = save(Path(folder), now=now, verify=verify, key=settings.BACKUP_KEY)
        except BackupRefused as refused:
            note(Kind.BACKUP_FAILED, by=None, told=str(refused))
            raise CommandError(str(refused)) from refused
        note(Kind.BACKED_UP, by=None, told=f"{path.name}, {'vérifiée' if verify else 'non vérifiée'}")
        self.stdout.write(f"{path} ({path.stat().st_size / 1e6:.1f} Mo{', vérifiée' if verify else ''})")
        for gone in prune(Path(folder), now=now, days=days) if days is not None else ():
            self.stdout.write(f"effacée : {gone.name}")
