"""Makes the small database of an earlier release by that release itself: `previous.dump.xz`, kept beside this file.

    .venv/bin/python -m tests.upgrading.make_dump a73f5d72

The release is checked out aside, migrates a database of its own, loads its demonstration, and does by its own services
what offices do: an import, a correction, an exchange, a link to a proof. Communes that nothing names are taken out, so
that the dump stays small. Do it anew at each release, with the commit that was released before.
"""

from __future__ import annotations

import lzma
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
DUMP = Path(__file__).with_name("previous.dump.xz")
ORIGINAL = "Marck : un atelier coud 300 masques pour les soignants. Contact : atelier@exemple.fr."

# Run by the release itself. Names of its own functions: what they became since is of no concern here.
LIVED = f"""
from django.contrib.auth.models import User
from django.db import connection
from bulletins.models import Bulletin
from communes.models import Area, Commune
from documents.services import receive_document
from initiatives.correcting.services import propose_correction, refuse_correction
from backoffice.records.contents import content_of
from initiatives.models import Initiative
from initiatives.shape import SHAPE
from workshop.proof.outside import open_link
from workshop.talking.services import answer, say

officer, editor = (User.objects.get(username=name) for name in ("redaction", "edition"))
receive_document(data={ORIGINAL!r}.encode(), filename="note.txt", by=officer)
first, second = Initiative.objects.published().order_by("pk")[:2]
for row in (first, second):
    correction = propose_correction(
        initiative=row, content=content_of(SHAPE, row) | {{"title": row.title + ", suite"}}, by=officer
    )
refuse_correction(correction=correction, by=editor, reason="Déjà dit.")
draft = Bulletin.objects.get(status="draft")
answer(comment=say(about=draft, by=officer, text="À relire, @edition."), by=editor, text="Relu.")
open_link(bulletin=draft, reader="Cabinet", days=5, by=editor)

with connection.cursor() as cursor:
    cursor.execute('''SELECT conrelid::regclass::text, attname FROM pg_constraint
        JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
        WHERE contype = 'f' AND confrelid = 'communes_commune'::regclass
        AND conrelid::regclass::text NOT LIKE 'communes_%'
        AND conrelid::regclass::text NOT LIKE '%historical%' ''')
    named = " UNION ".join(f"SELECT {{column}} FROM {{table}}" for table, column in cursor.fetchall())
    cursor.execute(f"CREATE TEMPORARY TABLE kept AS SELECT insee FROM ({{named}}) AS one (insee)")
    cursor.execute("DELETE FROM kept WHERE insee IS NULL")
    for statement in (
        "DELETE FROM communes_area_communes WHERE commune_id NOT IN (SELECT insee FROM kept)",
        "DELETE FROM communes_historicalarea_communes WHERE commune_id NOT IN (SELECT insee FROM kept)",
        "DELETE FROM communes_historicalcommune WHERE insee NOT IN (SELECT insee FROM kept)",
        "DELETE FROM communes_communealias WHERE commune_id NOT IN (SELECT insee FROM kept)",
        "DELETE FROM communes_commune WHERE insee NOT IN (SELECT insee FROM kept)",
    ):
        cursor.execute(statement)
"""


def main(commit: str) -> None:
    from config.backups.programs import run
    from config.database import embedded_database_url, stop_embedded_database

    with TemporaryDirectory(prefix="release-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # the embedded server may run under an account of its own
        release = Path(folder) / "code"
        subprocess.run(["git", "worktree", "add", "--detach", release, commit], cwd=ROOT, check=True)
        try:
            url = embedded_database_url(release / ".postgres")
            told = os.environ | {"DATABASE_URL": url, "MEDIA_ROOT": str(Path(folder) / "media")}
            for arguments in (["demonstration", "--prepare-only"], ["shell", "-c", LIVED]):
                subprocess.run([sys.executable, "manage.py", *arguments], cwd=release, env=told, check=True)
            made = Path(folder) / "dump"
            arguments = ("--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--file={made}", url)
            run("pg_dump", *arguments, server_version=180000, connection={})
            # All tables in one go: a fifth of what pg_dump makes of each by itself.
            DUMP.write_bytes(lzma.compress(made.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
        finally:
            stop_embedded_database(release / ".postgres")
            subprocess.run(["git", "worktree", "remove", "--force", release], cwd=ROOT, check=True)
    sys.stdout.write(f"{DUMP.name} : {DUMP.stat().st_size} octets\n")


if __name__ == "__main__":
    main(sys.argv[1])
