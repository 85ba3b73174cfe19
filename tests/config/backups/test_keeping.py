import os
from datetime import UTC, datetime, timedelta

import pytest

from config.backups.keeping import kept, prune, save_nightly
from config.backups.refusing import BackupRefused
from config.backups.saving import save

NOW = datetime(2026, 11, 29, 1, 30, tzinfo=UTC)


def made(folder, days: int):
    moment = NOW - timedelta(days=days)
    path = folder / f"solidaire-{moment:%Y-%m-%dT%H%M%S}.tar.gpg"
    path.write_bytes(b"x")
    os.utime(path, (moment.timestamp(), moment.timestamp()))
    return path


def test_old_archives_go_and_nothing_else(tmp_path):
    fresh = [made(tmp_path, days) for days in (0, 1, 2, 29)]
    old = [made(tmp_path, days) for days in (31, 400)]
    other = tmp_path / "notes.tar"
    other.write_bytes(b"x")
    assert set(prune(tmp_path, now=NOW, days=30)) == set(old)
    assert kept(tmp_path) == fresh
    assert other.exists()


def test_the_last_three_stay_however_old(tmp_path):
    last = [made(tmp_path, days) for days in (300, 301, 302, 303)]
    assert prune(tmp_path, now=NOW, days=30) == [last[3]]


def test_night_without_a_folder_says_so(settings):
    settings.BACKUP_FOLDER = ""
    assert "BACKUP_FOLDER" in save_nightly(NOW)


def test_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(BackupRefused, match="Impossible d’écrire"):
        save(tmp_path / "file" / "folder", now=NOW)
