"""Give an archive back. What was there before is put aside, not lost: the way back is to put it in place again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from backoffice.work.planning import count_tables_anew
from config.backups import databases
from config.backups.archive import Manifest, extract, read
from config.backups.refusing import BackupRefused
from config.backups.saving import fill
from config.backups.sealing import unseal
from ledger.erasing.replaying import Replayed, replay


@dataclass(frozen=True)
class Restored:
    """`aside`: the database that was there, under its new name, and the folder of files that was there, if any.
    `replayed`: what became of those who were erased since the archive was made."""

    manifest: Manifest
    database_aside: str
    media_aside: Path | None
    replayed: Replayed


def restore(path: Path, *, now: datetime, replace: bool = False, identity: str = "") -> Restored:
    """The site as the archive has it. Nothing is touched before the archive was read and its rows counted.

    An archive of an older version is then migrated, and whoever was erased since is erased again. Raises
    BackupRefused: the database holds something and `replace`
    was not said, the archive is damaged, or was made by a newer version.
    """
    present = databases.parameters()["dbname"]
    stamp = f"{timezone.localtime(now):%Y%m%d%H%M%S}"
    new, aside = f"{present}_restauree_{stamp}", f"{present}_avant_{stamp}"
    media = Path(settings.MEDIA_ROOT)
    with databases.reached() as cursor:
        if any(databases.counted(cursor).values()) and not replace:
            raise BackupRefused(
                f"La base « {present} » n’est pas vide. --remplacer la met de côté, sous le nom « {aside} », "
                "et prend sa place."
            )
    media.mkdir(parents=True, exist_ok=True)
    # Within the folder of files, which may be a volume of its own: what is given back is then only renamed.
    with TemporaryDirectory(dir=media, prefix=".en-cours-") as scratch:
        clear = unseal(path, into=Path(scratch), identity=identity)
        manifest = read(clear)
        _refuse_newer(manifest)
        files = Path(scratch) / "media"
        files.mkdir()
        dump = Path(scratch) / "database.dump"
        extract(clear, dump=dump, media=files)
        databases.create(new)
        try:
            fill(new, dump, manifest)
            databases.exchange(present=present, aside=aside, new=new)
        except BaseException:
            databases.drop(new)
            raise
        media_aside = _exchange_files(media, files, aside=media / f".avant-{stamp}")
    call_command("migrate", verbosity=0, interactive=False)
    ContentType.objects.clear_cache()
    replayed = replay(folders=[path.absolute().parent], now=now)
    count_tables_anew()
    return Restored(manifest, aside, media_aside, replayed)


def _exchange_files(media: Path, new: Path, *, aside: Path) -> Path | None:
    former = [path for path in media.iterdir() if not path.name.startswith(".")]
    if former:
        aside.mkdir()
    for path in former:
        path.rename(aside / path.name)
    for path in new.iterdir():
        path.rename(media / path.name)
    return aside if former else None


def _refuse_newer(manifest: Manifest) -> None:
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    unknown = [name for name in manifest.migrations if tuple(name.split(".", 1)) not in known]
    if unknown:
        raise BackupRefused(
            f"La sauvegarde vient d’une version plus récente de Solidaire ({unknown[-1]}) : "
            "mettez d’abord le site à jour."
        )
