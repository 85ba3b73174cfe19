"""The worker: queue, lock, signals. As a process where signals and kills matter."""

from __future__ import annotations

import os
import signal
from io import BytesIO

import pytest
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult
from PIL import Image

from bulletins.outputs.forms import FORMS
from bulletins.services import rectify_bulletin, withdraw_bulletin
from config.management.commands.travail import LOCK
from tests.bulletins.issues import LATER, make_published
from tests.config.workers import start_worker, wait_until


@pytest.fixture(autouse=True)
def own_site(settings, tmp_path):
    settings.SITE_URL = "http://testserver"
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.mark.django_db
def test_files_are_there_before_the_first_reader(client, editor, settings):
    make_published(editor)
    assert not settings.MEDIA_ROOT.exists()
    call_command("travail", "--once")
    made = {path.suffix[1:]: path for path in settings.MEDIA_ROOT.rglob("[!.]*.*") if path.is_file()}
    assert set(made) == {*FORMS, "pdf"}
    before = {name: path.stat().st_mtime_ns for name, path in made.items()}
    for name in made:
        assert client.get(f"/bulletins/1.{name}").content == made[name].read_bytes()
    assert {name: path.stat().st_mtime_ns for name, path in made.items()} == before
    assert Image.open(BytesIO(client.get("/bulletins/1.png").content)).size == (1200, 630)


@pytest.mark.django_db
def test_files_of_a_rectificatif_are_made_too(client, editor, settings):
    bulletin = make_published(editor)
    call_command("travail", "--once")
    bulletin.refresh_from_db()
    bulletin.closing = "Autre conclusion."
    bulletin.save()
    rectify_bulletin(bulletin=bulletin, by=editor, correction="La conclusion.", now=LATER)
    call_command("travail", "--once")
    assert len(list(settings.MEDIA_ROOT.rglob("*.docx"))) == 2
    (kept,) = (settings.MEDIA_ROOT / "bulletins" / str(bulletin.editions.get(revision=2).pk)).glob("*.txt")
    assert client.get("/bulletins/1.txt").content == kept.read_bytes()


@pytest.mark.django_db
def test_nothing_is_made_of_a_withdrawn_bulletin_or_without_an_address(editor, settings):
    withdraw_bulletin(bulletin=make_published(editor), by=editor, reason="Erreur")
    call_command("travail", "--once")
    settings.SITE_URL = ""
    make_published(editor)
    call_command("travail", "--once")
    told = list(DBTaskResult.objects.order_by("enqueued_at").values_list("status", "return_value"))
    assert [status for status, _ in told] == ["SUCCESSFUL", "SUCCESSFUL"]
    assert "retiré" in told[0][1]
    assert "SITE_URL" in told[1][1]
    made = {path.name for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}
    assert made == {".retire"}  # which tells all processes that something left the public pages


@pytest.mark.django_db
def test_interrupted_task_is_done_again_and_given_up_after_three_times(editor):
    make_published(editor)
    row = DBTaskResult.objects.get()
    row.claim("mort")
    call_command("travail", "--once")
    row.refresh_from_db()
    assert row.status == "SUCCESSFUL"
    DBTaskResult.objects.update(status="RUNNING", worker_ids=["mort"] * 3)
    call_command("travail", "--once")
    row.refresh_from_db()
    assert row.status == "FAILED"


@pytest.mark.django_db(transaction=True)
def test_second_worker_waits_until_the_first_is_killed(tmp_path):
    media = {"MEDIA_ROOT": str(tmp_path)}
    with start_worker(**media) as first:
        wait_until(_lock_holders, "Le premier prend le verrou")
        with start_worker(**media) as second:
            wait_until(lambda: _tries() > 1 and second.poll() is None, "Le second attend")
            assert len(_lock_holders()) == 1
            (holder,) = _lock_holders()
            first.send_signal(signal.SIGKILL)
            wait_until(lambda: _lock_holders() not in ([], [holder]), "Le second prend le verrou")
            second.send_signal(signal.SIGTERM)
            assert second.wait(20) == 0


@pytest.mark.django_db(transaction=True)
def test_signal_stops_a_worker_that_waits_for_work(tmp_path):
    with start_worker("--interval", "60", MEDIA_ROOT=str(tmp_path)) as process:
        wait_until(_lock_holders, "Il prend le verrou")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert _lock_holders() == []


@pytest.mark.django_db(transaction=True)
def test_worker_of_the_demonstration_stops_with_the_program_that_started_it(tmp_path):
    gone = 2**22 + 1  # no process has this number, as when the starter has ended
    with start_worker("--attached", str(gone), MEDIA_ROOT=str(tmp_path)) as process:
        assert process.wait(20) == 0
    with start_worker("--attached", str(os.getpid()), MEDIA_ROOT=str(tmp_path)) as process:
        wait_until(_lock_holders, "Il travaille")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def _lock_holders() -> list[int]:
    return [pid for pid, is_granted in _locks() if is_granted]


def _locks() -> list[tuple[int, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid, granted FROM pg_locks WHERE locktype = 'advisory' "
            "AND ((classid::bigint << 32) | objid::bigint) = %s",
            [LOCK],
        )
        return cursor.fetchall()


def _tries() -> int:
    """Connections of other processes on the database of the tests."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]
