"""What every test may ask for, and the rows that migrations made, which no test may use up."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth.hashers import reset_hashers
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests.builders import make_user
from tests.migrated import Migrated
from tests.rows import Rows

# Two processes share the files of the suite: long ones are begun first, so that neither waits for the other at the end.
# Readers of documents need no database: one process is busy with them while the other migrates.
BEGUN_FIRST = (
    "tests/browser/week/",
    "tests/documents/readers/",
    "tests/permissions/",
    "tests/browser/",
    "tests/bulletins/scheduling/",
    "tests/config/",
    "tests/upgrading/",
    "tests/faults/",
    "tests/hardening/",
)


def _uses_real_transactions(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(
        {"transactional_db", "live_server"} & set(item.fixturenames) or (marker and marker.kwargs.get("transaction"))
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole files keep together, and so does the order within each."""

    def rank(item: pytest.Item) -> int:
        return next((n for n, start in enumerate(BEGUN_FIRST) if item.nodeid.startswith(start)), len(BEGUN_FIRST))

    items.sort(key=rank)


def pytest_collection() -> None:
    """The suite itself is never thrown away: what could be is not looked for in it, now or while tests run."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def migrated(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Migrated | None]:
    """What the processes of this run share; none where the run is one process."""
    if worker_id == "master":
        yield None
        return
    shared = Migrated(tmp_path_factory.getbasetemp().parent)
    yield shared
    shared.end()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, migrated: Migrated | None) -> None:
    """The tests' own connections do not wait for the disk at each commit: nobody needs their rows after a power cut."""
    connection.settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off"
    if migrated:
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.wait() or None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, migrated: Migrated | None, django_db_blocker: DjangoDbBlocker) -> None:
    """Once the tables are there, the next process may copy them."""
    if migrated:
        with django_db_blocker.unblock():
            if not connection.settings_dict["TEST"]["TEMPLATE"]:
                migrated.keep()
        migrated.let_others()


@pytest.fixture(scope="session")
def _migrated_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Rows]:
    """After a test with real transactions the tables hold what migrations made, and nothing else.

    Django would empty them with TRUNCATE, which makes a hundred files anew, and count types and permissions again.
    """
    emptying = TransactionTestCase._fixture_teardown
    with django_db_blocker.unblock():
        rows = Rows("kept")
        TransactionTestCase._fixture_teardown = lambda test: rows.put_back()
        yield rows
        TransactionTestCase._fixture_teardown = emptying
        # A live server may leave a connection behind, and a database in use cannot be dropped.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.close()  # Playwright's loop gave this thread a second connection, which Django would leave open


@pytest.fixture(scope="session")
def demonstration_rows(_migrated_rows: Rows, django_db_blocker: DjangoDbBlocker) -> Rows:
    """The demonstration, loaded once a process, with what the command `told`; `put_back()` where a test wants it."""
    with django_db_blocker.unblock():
        out = StringIO()
        call_command("load_demo", stdout=out, skip_checks=True)
        rows = Rows("demonstration", told=out.getvalue())
        _migrated_rows.put_back()
    return rows


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_quick(django_test_environment: None) -> None:
    """What makes guessing slow would make every log-in of the tests slow."""
    settings.PASSWORD_HASHERS = ["tests.passwords.QuickArgon2", *settings.PASSWORD_HASHERS[1:]]
    reset_hashers(setting="PASSWORD_HASHERS")


@pytest.fixture(scope="session", autouse=True)
def _no_index_of_its_own(django_test_environment: None) -> None:
    """An index would be made in the background of whatever test has real transactions; those that want one make it."""
    settings.DIRECTORY_INDEX = "off"


@pytest.fixture(scope="session", autouse=True)
def _no_hurry(django_test_environment: None) -> None:
    """Limits of time would stay on the connection that tests share; those that want them set them."""
    settings.STATEMENT_SECONDS = None


@pytest.fixture(autouse=True)
def _rows_are_kept(request: pytest.FixtureRequest) -> None:
    if _uses_real_transactions(request.node):
        request.getfixturevalue("_migrated_rows")


@pytest.fixture
def officer(db):
    """A member of “rédaction”: enters, cannot publish."""
    return make_user("redactrice", group="rédaction")


@pytest.fixture
def editor(db):
    """A member of “édition”: enters, publishes and withdraws."""
    return make_user("editrice", group="édition")


@pytest.fixture
def administrator(db):
    """A member of “administration”: users and settings as well."""
    return make_user("administratrice", group="administration")
