"""Each state of “État du service”: what is green, orange, red, and what is said of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.models import JournalLine, PeriodicWork
from backoffice.work import periodic
from config.replicas.standbys import State
from config.state import keeping, machine, watching, worker
from config.state.database import connected, replica
from config.state.lines import Level, lasted
from config.state.watching import badge, beat, lines, watched
from documents.confinement import holds
from documents.readers.sandbox import DEFAULT_LIMITS

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
GOOD, WATCH, ACT = Level.GOOD, Level.WATCH, Level.ACT
GO = 10**9


def ago(**span):
    return NOW - timedelta(**span)


def failing_lines(found):
    return [line for line in found if line.level is not GOOD and not line.to_do]


@pytest.mark.parametrize(("free", "total", "level"), [
    (50 * GO, 100 * GO, GOOD), (9 * GO, 100 * GO, WATCH), (4 * GO, 100 * GO, ACT), (1 * GO, 5 * GO, WATCH),
    (GO // 4, GO, ACT),
])  # fmt: skip
def test_disk(free, total, level):
    line = machine.disk("fichiers", free=free, total=total)
    assert line.level is level
    assert bool(line.to_do) == (level is not GOOD)


def test_disk_is_told_once_for_all_folders_on_it(settings, tmp_path):
    settings.MEDIA_ROOT = settings.BACKUP_FOLDER = settings.BASE_DIR = tmp_path / "pas encore là"
    (line,) = machine.disks()
    assert line.label == "Espace disque (fichiers, programme et base intégrée, sauvegardes)"


@pytest.mark.parametrize(("used", "level"), [(10, GOOD), (75, WATCH), (95, ACT)])
def test_connections(used, level):
    line = connected(length=1_540_000_000, used=used, most=100)
    assert line.level is level
    assert line.told.startswith("1,5\u00a0Go\u00a0; ")


@pytest.mark.parametrize(("state", "level"), [
    (State.FRESH, GOOD), (State.LATE, WATCH), (State.CUT_OFF, ACT), (State.LOST, ACT),
])  # fmt: skip
def test_standby(state, level):
    assert replica("replica1", state).level is level


@pytest.mark.parametrize(("seen", "level"), [
    (ago(seconds=50), GOOD), (ago(minutes=20), WATCH), (ago(hours=2), ACT), (None, ACT),
])  # fmt: skip
def test_worker(seen, level):
    assert worker.turning(NOW, seen).level is level


@pytest.fixture
def works(monkeypatch):
    monkeypatch.setattr(periodic, "_works", {})
    for name in ("liens", "sauvegarde"):
        periodic.register(name, str, nightly_at=datetime.min.time())
    periodic.register("parutions", str)


@pytest.mark.parametrize(("started", "is_failed", "level"), [
    (ago(hours=5), False, GOOD), (ago(hours=30), False, WATCH), (ago(days=3), False, ACT), (ago(hours=5), True, ACT),
])  # fmt: skip
def test_works_of_the_night(db, works, started, is_failed, level):
    PeriodicWork.objects.create(name="sauvegarde", started_at=ago(hours=6))
    PeriodicWork.objects.create(
        name="liens", started_at=started, is_failed=is_failed, outcome="OSError : plus de place"
    )
    (line,) = worker.nightly(NOW)
    assert line.level is level
    assert ("plus de place" in line.told) == is_failed
    assert ("2\u00a0faits" in line.told) == (level is GOOD)


def task(path="bulletins.outputs.tasks.make_outputs", **fields):
    queued = fields.pop("enqueued_at", ago(minutes=1))
    row = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path=path, backend_name="default", run_after=queued, **fields
    )
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=queued)


@pytest.mark.parametrize(("queued", "level"), [(ago(minutes=1), GOOD), (ago(minutes=20), WATCH), (ago(hours=3), ACT)])
def test_queue_that_waits(db, settings, queued, level):
    settings.MAIL_IS_SET = True
    task(enqueued_at=queued)
    tasks, mails = worker.queue(NOW)
    assert (tasks.level, mails.level) == (level, GOOD)


def test_mails_that_failed_are_told_apart_and_not_for_ever(db, settings):
    settings.MAIL_IS_SET = True
    failed = {"status": "FAILED", "traceback": "", "path": "bulletins.scheduling.telling.tell_planner"}
    task(**failed, exception_class_path="smtplib.SMTPServerDisconnected", finished_at=ago(days=1))
    task(**failed, exception_class_path="builtins.TimeoutError", finished_at=ago(days=8))
    tasks, mails = worker.queue(NOW)
    assert (tasks.level, mails.level) == (GOOD, WATCH)
    assert "tell_planner : SMTPServerDisconnected" in mails.told
    assert "TimeoutError" not in mails.told


@pytest.mark.parametrize(("production", "level"), [(True, WATCH), (False, GOOD)])
def test_mail_that_is_not_set(db, settings, production, level):
    settings.MAIL_IS_SET, settings.PRODUCTION = False, production
    assert worker.queue(NOW)[1].level is level


@pytest.mark.parametrize(("hours", "told", "level"), [
    (5, "solidaire.tar, vérifiée", GOOD), (5, "solidaire.tar, non vérifiée", WATCH), (5, None, WATCH),
    (30, "solidaire.tar, vérifiée", WATCH), (60, "solidaire.tar, vérifiée", ACT),
])  # fmt: skip
def test_backup(hours, told, level):
    line = told and JournalLine(kind=Kind.BACKED_UP, told=told, at=ago(hours=hours))
    assert keeping.saved(NOW, archives=[(ago(hours=hours).timestamp(), GO)], line=line).level is level


def test_backup_that_failed_or_was_never_made():
    failed = JournalLine(kind=Kind.BACKUP_FAILED, told="Plus de place.", at=ago(hours=1))
    line = keeping.saved(NOW, archives=[(ago(hours=2).timestamp(), GO)], line=failed)
    assert (line.level, "Plus de place." in line.told) == (ACT, True)
    assert keeping.saved(NOW, archives=[], line=None).level is ACT


@pytest.mark.parametrize(("production", "level"), [(True, ACT), (False, WATCH)])
def test_backups_without_a_folder(settings, production, level):
    settings.BACKUP_FOLDER, settings.PRODUCTION = "", production
    assert keeping.backups(NOW).level is level


def test_backups_are_read_from_the_folder_and_the_journal(db, settings, tmp_path):
    settings.BACKUP_FOLDER = str(tmp_path)
    (tmp_path / "solidaire-2026-05-04T023000.tar").write_bytes(b"x" * 5000)
    note(Kind.BACKED_UP, by=None, told="solidaire-2026-05-04T023000.tar, vérifiée")
    line = keeping.backups(datetime.now(UTC))
    assert line.level is GOOD
    assert "5\u00a0ko" in line.told


@pytest.mark.parametrize(("kind", "at", "level"), [
    (None, None, WATCH), (Kind.VERIFIED, ago(hours=4), GOOD), (Kind.VERIFIED, ago(hours=30), WATCH),
    (Kind.VERIFIED, ago(days=4), ACT), (Kind.VERIFICATION_FAILED, ago(hours=4), ACT),
])  # fmt: skip
def test_verification(db, kind, at, level):
    if kind:
        note(kind, by=None, told="déclencheurs : il en manque un", now=at)
    assert keeping.verification(NOW).level is level


def test_what_cannot_be_measured_is_red_and_hides_nothing(db, monkeypatch):
    def refuse():
        raise OSError("disque parti")

    monkeypatch.setattr(watching, "disks", refuse)
    found = watched(NOW)
    assert (found[0].level, "disque parti" in found[0].told) == (ACT, True)
    assert len(found) > 5


def test_page_begins_with_what_is_red_and_says_what_to_do(db):
    found = lines(NOW)
    assert [line.level for line in found] == sorted((line.level for line in found), key=[ACT, WATCH, GOOD].index)
    assert failing_lines(found) == []
    assert found[0].label == "Travail de fond"


def test_first_page_is_told_what_the_worker_saw(db, settings, tmp_path, django_assert_num_queries):
    settings.BACKUP_FOLDER = str(tmp_path)  # empty: red
    assert badge(NOW) == "le travail de fond ne tourne pas"
    beat(NOW)
    with django_assert_num_queries(1):
        assert badge(NOW) == "1\u00a0point à traiter"
    with django_assert_num_queries(1):
        beat(NOW + timedelta(seconds=30))  # not again within the minute
    settings.BACKUP_FOLDER = ""
    beat(NOW + timedelta(seconds=61))
    assert badge(NOW + timedelta(seconds=61)) == ""
    assert badge(NOW + timedelta(hours=3)) == "le travail de fond ne tourne pas"


@pytest.mark.parametrize(("span", "told"), [
    (timedelta(seconds=20), "moins d’une minute"), (timedelta(minutes=1), "1\u00a0minute"),
    (timedelta(minutes=90), "90\u00a0minutes"), (timedelta(hours=30), "30\u00a0heures"),
    (timedelta(days=3), "3\u00a0jours"),
])  # fmt: skip
def test_time_is_told_roughly(span, told):
    assert lasted(span) == told


@pytest.mark.parametrize(
    ("lacking", "level"),
    [((), Level.GOOD), (("net", "user"), Level.GOOD), (("is_filtered",), Level.WATCH), (("memory",), Level.ACT)],
)
def test_readers_are_judged_by_what_holds_them(lacking, level):
    """A network apart is lacking on most hardened machines: the filter refuses sockets there too."""
    told = {"memory": DEFAULT_LIMITS.memory, "seconds": DEFAULT_LIMITS.seconds, "net": "net:[2]", "user": "user:[2]"}
    found = told | {"is_filtered": True, "has_no_new_privileges": True} | dict.fromkeys(lacking, 0)
    line = machine.held(holds(found, own={"net": "net:[1]", "user": "user:[1]"}, is_linux=True))
    assert line.level is level
    assert ("Il manque" in line.told) == bool(lacking)
    assert bool(line.to_do) == (level is not Level.GOOD)


def test_readers_are_asked_for_real():
    (line,) = machine.readers()
    assert line.told.startswith("Enfermée par\u00a0: ")
