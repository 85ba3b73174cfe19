"""A backup that is killed leaves files and a scratch database; a later one removes them."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from config.backups import databases
from config.backups.saving import save, sweep

pytestmark = pytest.mark.django_db
NOW = datetime(2031, 4, 30, 3, 0, tzinfo=UTC)
OLD, LATER = "solidaire_verification_20200428010000000000", "solidaire_verification_20990430010000000000"


def _left(folder, age):
    """What a backup that was killed so long ago was at."""
    moment = timezone.now() - age
    scratch, part = folder / f".en-cours-{moment:%d}", folder / f"solidaire-{moment:%Y-%m-%d}.tar.part"
    scratch.mkdir()
    (scratch / "database.dump").write_bytes(b"half")
    part.write_bytes(b"half")
    for path in (scratch, part):
        os.utime(path, (moment.timestamp(), moment.timestamp()))
    return {scratch.name, part.name}


def _names(folder):
    return {path.name for path in folder.iterdir()}


def test_what_a_killed_backup_left_a_day_ago_is_removed(tmp_path):
    _left(tmp_path, timedelta(days=2))
    recent = _left(tmp_path, timedelta(hours=2))  # another one may be at work
    archive = tmp_path / "solidaire-2031-04-01T030000.tar"
    archive.touch()
    sweep(tmp_path)
    assert _names(tmp_path) == {archive.name, *recent}


def test_next_backup_sweeps_before_it_writes(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    folder = tmp_path / "backups"
    folder.mkdir()
    _left(folder, timedelta(days=2))
    path = save(folder, now=NOW, verify=False)
    assert _names(folder) == {path.name}


def test_scratch_database_of_a_killed_backup_is_dropped(tmp_path):
    try:
        for name in (OLD, LATER):
            databases.create(name)
        sweep(tmp_path)
        assert databases.own("solidaire_verification_2099") == [LATER]
        assert OLD not in databases.own("solidaire_verification_")
    finally:
        for name in (OLD, LATER):
            databases.drop(name)
