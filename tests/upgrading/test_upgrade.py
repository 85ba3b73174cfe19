"""An earlier release’s database with its data: migrated, sound, served, and taken back."""

from __future__ import annotations

import json
import lzma
import os
import subprocess
import sys

import pytest
from django.db import connection

from config.backups import databases
from config.backups.programs import run
from tests.config.workers import ROOT, database_url
from tests.upgrading.make_dump import DUMP

# What migrations add to on purpose: rights, kinds of records, and themselves.
OWN_OF_THE_RELEASE = {
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
}
ADDED_TO = {"directory_synonymfamily"}  # more families to start with


@pytest.fixture(scope="module")
def taken_through(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("earlier")
    dump = folder / "previous.dump"
    dump.write_bytes(lzma.decompress(DUMP.read_bytes()))
    with django_db_blocker.unblock():
        name = f"{connection.settings_dict['NAME']}_earlier"
        databases.drop(name)
        databases.create(name)
        try:
            run(
                "pg_restore",
                *("--no-owner", "--exit-on-error", "--dbname", name, dump),
                server_version=connection.pg_version,
                connection=databases.parameters(name),
            )
            told = {"DATABASE_URL": database_url(name), "MEDIA_ROOT": str(folder / "media"), "DIRECTORY_INDEX": "off"}
            done = subprocess.run(
                [sys.executable, "-m", "tests.upgrading.taken_through"],
                cwd=ROOT,
                env=os.environ | told,
                capture_output=True,
                text=True,
                timeout=400,
            )
        finally:
            databases.drop(name)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def lost(told: dict, moment: str) -> dict[str, tuple[int, int]]:
    """Tables of the earlier release that do not hold as many rows as they did, then."""
    held = {table: told[moment].get(table, -1) for table in told["before"]}
    return {
        table: (count, held[table])
        for table, count in told["before"].items()
        if table not in OWN_OF_THE_RELEASE
        and held[table] != count
        and not (moment == "after" and table in ADDED_TO and held[table] > count)
    }


def test_dump_is_small_and_has_data(taken_through):
    assert DUMP.stat().st_size < 300_000
    before = taken_through["before"]
    for table in ("initiatives_initiative", "bulletins_edition", "documents_documentimport", "workshop_comment"):
        assert before[table] > 0


def test_no_row_is_lost_on_the_way(taken_through):
    assert lost(taken_through, "after") == {}


def test_what_was_migrated_is_sound(taken_through):
    assert taken_through["wrong"] == {}


def test_pages_answer(taken_through):
    pages = taken_through["pages"]
    assert pages.pop("count") == taken_through["before"]["initiatives_initiative"]
    assert {address: status for address, status in pages.items() if status != 200} == {}
    assert len(pages) == 11


def test_way_back_loses_nothing_of_what_was_there_before(taken_through):
    assert taken_through["is_back"]
    assert lost(taken_through, "back") == {}
