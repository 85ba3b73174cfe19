"""The drill: save while people write, destroy, give back; on a cluster of its own, with the commands themselves."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2
import pytest
from django.db import connection

from tests.machines import ROOT, Cluster, dump

pytestmark = pytest.mark.django_db  # for its tables: nothing is written there

NOTE = "INSERT INTO directory_vainsearch (words, place, times, first_on, last_on) VALUES (%s, '', 1, now(), now())"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="machines-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def cluster(django_db_setup, django_db_blocker, folder) -> Iterator[Cluster]:
    with ExitStack() as machines, django_db_blocker.unblock():
        made = Cluster(folder / "data").make().start()
        machines.callback(made.stop)
        made.restore(dump(connection.get_connection_params(), folder / "tables.dump"))
        yield made


@pytest.fixture
def site(cluster, tmp_path):
    """Commands as whoever runs the site types them, on that database and a folder of files."""
    media = tmp_path / "media"
    (media / "documents").mkdir(parents=True)
    (media / "documents" / "n° 7.pdf").write_bytes(b"%PDF-1.7 bulletin")

    def manage(*arguments: object, **environment: str) -> subprocess.CompletedProcess:
        told = {"DATABASE_URL": cluster.url, "MEDIA_ROOT": str(media), "BACKUP_KEY": "", **environment}
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=os.environ | told, capture_output=True, text=True)

    manage.media = media
    return manage


class Writers:
    """Someone who writes one row after the other; `acknowledged` are those that the database said it has."""

    def __init__(self, cluster: Cluster) -> None:
        self.acknowledged: list[str] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write, args=(cluster.url,))

    def _write(self, url: str) -> None:
        other = psycopg2.connect(url)
        other.autocommit = True
        with other.cursor() as cursor:
            while not self._stop.is_set():
                words = f"mot {len(self.acknowledged)}"
                cursor.execute(NOTE, [words])
                self.acknowledged.append(words)
                self._stop.wait(0.005)
        other.close()

    def __enter__(self) -> Writers:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()


NAMED = """
from tests.builders import make_initiative, make_person, make_user
for name in ("premiere", "seconde"):
    make_user(name, group="édition")
person = make_person("Odile Vasseur")
make_initiative("Couture", summary="Odile Vasseur coud.").persons.add(person)
"""
ERASED = """
from django.contrib.auth.models import User
from ledger.erasing.services import ask_erasure, confirm_erasure
from organisations.models import Person
first, second = User.objects.filter(username__in=("premiere", "seconde"))
erasure = ask_erasure(row=Person.objects.get(), by=first, reason="asked")
confirm_erasure(erasure=erasure, by=second)
"""


def test_all_that_was_written_before_a_backup_comes_back_but_for_whom_was_erased(cluster, site, tmp_path):
    kept = tmp_path / "sauvegardes"
    named = site("shell", "-v", "0", "-c", NAMED)
    assert named.returncode == 0, named.stderr
    with Writers(cluster) as writers:
        while len(writers.acknowledged) < 20:
            pass
        before = list(writers.acknowledged)
        saved = site("sauvegarder", kept)
        written = len(writers.acknowledged)
    assert saved.returncode == 0, saved.stderr
    assert "vérifiée" in saved.stdout
    assert written > len(before)  # people did write meanwhile
    (archive,) = kept.iterdir()
    erased = site("shell", "-v", "0", "-c", ERASED)
    assert erased.returncode == 0, erased.stderr
    assert not cluster.ask("SELECT 1 FROM pg_database WHERE datname LIKE '%verification%'")

    cluster.ask("TRUNCATE directory_vainsearch; DROP TABLE initiatives_place CASCADE")
    for path in site.media.rglob("*.pdf"):
        path.unlink()
    (site.media / "documents" / "après.pdf").write_bytes(b"%PDF")

    refused = site("restaurer", archive)
    assert refused.returncode != 0
    assert "--remplacer" in refused.stderr
    restored = site("restaurer", archive, "--remplacer")
    assert restored.returncode == 0, restored.stderr
    # The control: the archive did bring them back, in the database that took its place before the list was read.
    assert "1\u00a0effacement fait depuis est rejoué" in restored.stdout
    assert cluster.ask("SELECT summary FROM initiatives_initiative") == [("[nom retiré] coud.",)]
    assert cluster.ask("SELECT count(*) FROM organisations_person") == [(0,)]
    sound = site("verifier")
    assert sound.returncode == 0, sound.stdout
    back = {words for (words,) in cluster.ask("SELECT words FROM directory_vainsearch")}
    assert set(before) <= back
    assert cluster.ask("SELECT count(*) FROM initiatives_place") == [(0,)]
    assert [path.name for path in (site.media / "documents").iterdir()] == ["n° 7.pdf"]
    # What was there is put aside, database and files.
    assert cluster.ask("SELECT 1 FROM pg_database WHERE datname LIKE 'solidaire_avant_%'")
    assert list(site.media.glob(".avant-*/documents/après.pdf"))


def test_backup_of_a_newer_version_is_refused(cluster, site, tmp_path):
    cluster.ask("INSERT INTO django_migrations (app, name, applied) VALUES ('initiatives', '9999_later', now())")
    assert site("sauvegarder", tmp_path, "--sans-verifier").returncode == 0
    cluster.ask("DELETE FROM django_migrations WHERE name = '9999_later'")
    (archive,) = tmp_path.glob("solidaire-*")
    refused = site("restaurer", archive, "--remplacer")
    assert "version plus récente" in refused.stderr
    assert "9999_later" in refused.stderr


def test_sealed_backup_opens_with_the_private_key_only(cluster, site, tmp_path):
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    settings = {"GNUPGHOME": str(home), "BACKUP_KEY": "sauvegarde@exemple.fr"}
    made = ("gpg", "--batch", "--passphrase", "", "--quick-generate-key", settings["BACKUP_KEY"], "default", "default")
    subprocess.run(made, env=os.environ | settings, check=True, capture_output=True)
    saved = site("sauvegarder", tmp_path / "s", "--sans-verifier", **settings)
    assert saved.returncode == 0, saved.stderr
    (sealed,) = (tmp_path / "s").iterdir()
    assert sealed.suffix == ".gpg"
    assert b"manifest.json" not in sealed.read_bytes()
    (tmp_path / "empty").mkdir(mode=0o700)
    refused = site("restaurer", sealed, "--remplacer", GNUPGHOME=str(tmp_path / "empty"))
    assert "gpg refuse la clé" in refused.stderr
    restored = site("restaurer", sealed, "--remplacer", **settings)
    assert restored.returncode == 0, restored.stderr
