"""Each kind: what is older than its days leaves, with all that hangs on it; its control, a day younger, stays."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.conf import settings as configured
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.models import JournalLine, OpenSession
from backoffice.work.guards import triggers_are_on
from bulletins.models import Bulletin, Schedule
from directory.models import VainSearch
from documents.models import DocumentImport, Lesson, SourceDocument
from initiatives.correcting.models import Correction
from ledger.retention.kinds.all import RULES
from ledger.retention.models import Removal
from tests.builders import make_bulletin, make_initiative, make_user
from tests.bulletins.issues import make_published
from tests.hands import by_hand
from tests.ledger.retention.rows import make_import, make_proof, make_source
from workshop.models import Assignment, Comment, ProofLink, ProofRemark

NOW = datetime(2026, 11, 29, 3, 15, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    settings.DIRECTORY_INDEX_FILE = str(tmp_path / "index" / "directory")


def moments(kind: str) -> tuple[datetime, datetime]:
    """Just older than the days of the kind, and just younger."""
    days = timedelta(days=RULES[kind].days)
    return NOW - days - DAY, NOW - days + DAY


def leaves(kind: str, count: int = 1) -> None:
    """The dry run tells as many as go, and changes nothing."""
    assert RULES[kind].count(NOW) == count
    assert RULES[kind].count(NOW) == count
    assert RULES[kind].remove(NOW, most=100) == count
    assert RULES[kind].count(NOW) == 0


def test_open_reviews_leave():
    old, young = (make_import(at=at) for at in moments("reviews"))
    accepted = make_import(at=old.created_at, status="accepted")
    leaves("reviews")
    assert set(DocumentImport.objects.all()) == {young, accepted}


def test_undone_imports_leave():
    _, young = (make_import(at=at, status="undone") for at in moments("undone_imports"))
    leaves("undone_imports")
    assert DocumentImport.objects.get() == young


def test_accepted_imports_leave_but_not_those_of_a_draft_and_what_was_learned_stays():
    old, young = moments("accepted_imports")
    gone, kept = make_import(at=old, status="accepted"), make_import(at=young, status="accepted")
    undoable = make_import(at=old, status="accepted", bulletin=make_bulletin("En cours"))
    lesson = Lesson.objects.create(kind="refused", words="Place", learned_from=gone, learned_by=make_user())
    leaves("accepted_imports")
    assert set(DocumentImport.objects.all()) == {kept, undoable}
    lesson.refresh_from_db()
    assert lesson.learned_from is None


def test_originals_leave_with_their_file_once_no_import_needs_them(django_capture_on_commit_callbacks):
    old, young = moments("originals")
    gone, kept = make_source(at=old), make_source(at=young)
    needed = make_import(at=old).document
    erased = SourceDocument.objects.create(
        sha256="e" * 64, size=0, received_at=old, received_by=make_user(), erased_at=old, erased_by=make_user()
    )
    paths = {one: Path(one.content.path) for one in (gone, kept, needed)}
    with django_capture_on_commit_callbacks(execute=True):
        leaves("originals")
        assert paths[gone].exists()  # until the transaction is sure
    assert set(SourceDocument.objects.all()) == {kept, needed, erased}
    assert [path.exists() for path in paths.values()] == [False, True, True]


def test_file_of_an_original_that_came_again_stays(django_capture_on_commit_callbacks):
    gone = make_source(at=moments("originals")[0])
    path, name = Path(gone.content.path), gone.content.name
    with django_capture_on_commit_callbacks(execute=True):
        leaves("originals")
        SourceDocument.objects.create(
            sha256=gone.sha256, size=1, received_at=NOW, received_by=make_user(), content=name, filename="note.txt"
        )
    assert path.exists()


@pytest.mark.parametrize(
    ("kind", "going", "others"),
    [
        ("corrections", ("refused", "dropped"), ("accepted", "partly")),
        ("accepted_corrections", ("accepted", "partly"), ("refused", "dropped")),
    ],
)
def test_corrections_that_were_decided_leave(kind, going, others):
    old, young = moments(kind)

    def make(status: str, at: datetime | None) -> Correction:
        by = make_user()
        return Correction.objects.create(
            initiative=make_initiative(),
            changes={"title": {"old": "a", "new": "b"}},
            proposed_by=by,
            status=status,
            reason="Déjà dit.",
            **({"decided_at": at, "decided_by": by} if at else {}),
        )

    for status in going:
        make(status, old)
    stays = {make("open", None), *(make(one, young) for one in going), *(make(one, old) for one in others)}
    leaves(kind, 2)
    assert set(Correction.objects.all()) == stays


def test_plans_that_ended_leave_but_for_the_last_word_on_a_draft():
    old, young = moments("schedules")
    draft, by = make_bulletin("En cours"), make_user()
    out = make_published(by)

    def make(bulletin: Bulletin, status: str, at: datetime | None) -> Schedule:
        return Schedule.objects.create(
            bulletin=bulletin, planned_for=old, planned_by=by, signed_text="a" * 64, status=status, ended_at=at,
            problem="Il manque une date." if status in ("refused", "late") else "",
        )  # fmt: skip

    make(out, "cancelled", old), make(out, "done", old), make(draft, "late", old)
    stays = {make(draft, "refused", old), make(make_bulletin("Autre"), "pending", None), make(out, "done", young)}
    leaves("schedules", 3)
    assert set(Schedule.objects.all()) == stays


def test_settled_exchanges_leave_with_their_answers():
    old, young = moments("exchanges")
    record, by = make_initiative(), make_user()

    def make(at: datetime | None) -> Comment:
        settled = {"resolved_at": at, "resolved_by": by} if at else {}
        first = Comment.objects.create(initiative=record, text="À revoir", author=by, created_at=old, **settled)
        first.told.add(by)
        Comment.objects.create(initiative=record, text="Vu", author=by, answers=first, created_at=old)
        return first

    make(old)
    stays = {make(young), make(None)}
    leaves("exchanges")
    assert set(Comment.objects.opening()) == stays
    assert Comment.objects.count() == 4


def test_tasks_that_are_done_leave():
    old, young = moments("tasks_done")
    by = make_user()

    def make(at: datetime | None) -> Assignment:
        done = {"done_at": at, "done_by": by} if at else {}
        return Assignment.objects.create(
            initiative=make_initiative(), person=by, due_on=old.date(), created_at=old, created_by=by, **done
        )

    make(old)
    stays = {make(young), make(None)}
    leaves("tasks_done")
    assert set(Assignment.objects.all()) == stays


def test_proofs_leave_with_remarks_and_history():
    old, young = moments("proofs")
    make_proof(expires_at=old)
    make_proof(expires_at=NOW + DAY, revoked_at=old)
    kept = make_proof(expires_at=young)
    leaves("proofs", 2)
    assert ProofLink.objects.get() == kept
    assert ProofRemark.objects.get().link == kept
    assert {line.id for line in ProofLink.history.all()} == {kept.pk}


def test_history_of_a_proof_that_is_there_stays():
    """The control of what the database lets go: only after its row, and never rewritten."""
    link = make_proof(expires_at=NOW)
    for act in (ProofLink.history.all().delete, lambda: ProofLink.history.update(reader="Autre")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert ProofLink.history.get().reader == link.reader
    assert triggers_are_on() == []


def make_invited(at: datetime, **fields) -> User:
    account = make_user(group="rédaction", date_joined=at, **fields)
    account.set_unusable_password()
    account.save()
    return account


def test_accounts_that_nobody_opened_leave():
    old, young = moments("invitations")
    gone = make_invited(old)
    signing = make_invited(old)
    make_initiative(published=False, created_by=signing)
    opened = make_user(date_joined=old, password="un mot de passe de plus")
    by_provider = make_invited(old, last_login=old)
    stays = {signing, opened, by_provider, make_invited(young), make_invited(old, is_superuser=True)}
    before = set(User.objects.all()) - stays
    leaves("invitations")
    assert set(User.objects.all()) == stays | (before - {gone})


def test_accounts_that_nobody_uses_are_switched_off_and_their_sessions_end():
    old, young = moments("unused_accounts")
    unused = make_user(group="rédaction", last_login=old)
    session = Session.objects.create(session_key="a" * 32, session_data="", expire_date=NOW + DAY)
    OpenSession.objects.create(session=session, account=unused, network="192.0.2.x", browser="Firefox")
    never = make_user(date_joined=old, password="un mot de passe de plus")
    stays = {
        make_user(group="rédaction", last_login=young),
        make_user(last_login=old, is_superuser=True),
        make_invited(old),  # the rule of invitations is theirs
        make_user(group="administration", last_login=old),  # the last who administers
    }
    make_user(group="administration", last_login=old - DAY)
    leaves("unused_accounts", 3)
    for account in (unused, never):
        account.refresh_from_db()
        assert not account.is_active
    assert not Session.objects.exists()
    assert set(User.objects.filter(is_active=True)) == stays


def test_lines_of_the_journal_leave():
    old, young = moments("journal")
    for at in (old, young):
        note(Kind.VERIFIED, by=None, now=at)
    leaves("journal")
    assert JournalLine.objects.get().at == young


def test_young_lines_of_the_journal_stay_whatever_the_setting(settings):
    """The control: a setting of a month, which the database does not follow."""
    settings.RETENTION_DAYS = {**settings.RETENTION_DAYS, "journal": 30}
    note(Kind.VERIFIED, by=None, now=NOW - 60 * DAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        RULES["journal"].remove(NOW, most=10)
    assert JournalLine.objects.exists()


def make_log_entry(at: datetime) -> LogEntry:
    return LogEntry.objects.create(user=make_user(), object_repr="Place", action_flag=CHANGE, action_time=at)


def test_lines_of_the_back_offices_log_leave():
    old, young = moments("admin_log")
    make_log_entry(old)
    kept = make_log_entry(young)
    leaves("admin_log")
    assert LogEntry.objects.get() == kept


def test_young_lines_of_the_back_offices_log_stay_whatever_the_setting(settings):
    """The control: the database does not follow."""
    settings.RETENTION_DAYS = {**settings.RETENTION_DAYS, "admin_log": 30}
    make_log_entry(timezone.now() - 60 * DAY)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="avant six mois"), transaction.atomic():
        RULES["admin_log"].remove(timezone.now(), most=10)
    assert LogEntry.objects.exists()


def test_sessions_leave_a_day_after_their_end():
    old, young = moments("sessions")
    for key, at in (("a", old), ("b", young), ("c", NOW + DAY)):
        session = Session.objects.create(session_key=key * 32, session_data="", expire_date=at)
        OpenSession.objects.create(session=session, account=make_user(), network="192.0.2.x", browser="Firefox")
    leaves("sessions")
    assert OpenSession.objects.count() == Session.objects.count() == 2


def test_counters_of_attempts_leave():
    for name, at in zip(("edition", "redaction"), moments("attempts"), strict=True):
        made = AccessAttempt.objects.create(username=name, ip_address="192.0.2.1", failures_since_start=2)
        AccessAttempt.objects.filter(pk=made.pk).update(attempt_time=at)
    leaves("attempts")
    assert AccessAttempt.objects.get().username == "redaction"


def test_results_of_the_queue_leave_and_what_waits_stays():
    old, young = moments("results")
    for status, at in (("SUCCESSFUL", old), ("FAILED", old), ("FAILED", young), ("READY", None)):
        DBTaskResult.objects.create(
            status=status, finished_at=at, task_path="x", args_kwargs={"args": [], "kwargs": {}}, backend_name="default"
        )
    leaves("results", 2)
    assert DBTaskResult.objects.count() == 2


def test_vain_searches_leave():
    for words, at in zip(("tondeuse", "poney"), moments("searches"), strict=True):
        VainSearch.objects.create(words=words, first_on="2020-04-30", last_on=at.date())
    leaves("searches")
    assert VainSearch.objects.get().words == "poney"


def test_reports_leave():
    for at in moments("reports"):
        Removal.objects.create(kind="sessions", days=1, count=2, at=at)
    leaves("reports")
    assert Removal.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("indexes", ("directory", "directory.412")),
        ("unfinished", (".en-cours-ab12",)),
        ("replaced", (".avant-20261001",)),
    ],
)
def test_files_leave(kind, names, settings):
    folder = Path(settings.DIRECTORY_INDEX_FILE).parent if kind == "indexes" else settings.MEDIA_ROOT
    folder.mkdir(exist_ok=True)
    old, young = moments(kind)
    for name, at in [*((name, old) for name in names), (f"{names[-1]}9", young), ("documents", old)]:
        path = folder / name
        if kind == "indexes":
            path.write_bytes(b"x")
        else:
            path.mkdir()
            (path / "original").write_bytes(b"x")
        os.utime(path, (at.timestamp(), at.timestamp()))
    leaves(kind, len(names))
    assert {path.name for path in folder.iterdir()} == {f"{names[-1]}9", "documents"}


def test_nothing_of_a_kind_that_is_kept_for_ever_leaves(settings):
    settings.RETENTION_DAYS = {**settings.RETENTION_DAYS, "reports": 0}
    Removal.objects.create(kind="sessions", days=1, count=2, at=NOW - 9000 * DAY)
    leaves("reports", 0)
    assert Removal.objects.exists()


def test_every_kind_has_its_days_and_nothing_else_does():
    assert set(configured.RETENTION_DAYS) == set(RULES)


def test_most_of_a_step_is_kept():
    for _ in range(3):
        Removal.objects.create(kind="sessions", days=1, count=2, at=NOW - 9000 * DAY)
    assert [RULES["reports"].remove(NOW, most=2) for _ in range(3)] == [2, 1, 0]


def test_proofs_cannot_leave_where_the_trigger_knows_no_link():
    """The control: without the name of the link’s table, given by a migration, history stays, and all with it."""
    table = "workshop_historicalprooflink"
    by_hand(f"DROP TRIGGER {table}_only_grows ON {table}")
    by_hand(
        f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION backoffice_history_grows()"
    )
    make_proof(expires_at=moments("proofs")[0])
    with pytest.raises(DatabaseError), transaction.atomic():
        RULES["proofs"].remove(NOW, most=10)
    assert ProofLink.objects.exists()
