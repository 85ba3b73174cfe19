"""What every test may ask for, and the rows that migrations made, which no test may use up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests.builders import make_user
from tests.hands import UNGUARDED, WHEN_OTHERS_REST

# Two processes share the files of the suite: long ones are begun first, so that neither waits for the other at the end.
BEGUN_FIRST = (
    "tests/browser/week/",
    "tests/permissions/",
    "tests/browser/",
    "tests/bulletins/scheduling/",
    "tests/config/",
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


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The tests' own connections do not wait for the disk at each commit: nobody needs their rows after a power cut."""
    connection.settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off"


@pytest.fixture(scope="session")
def _migrated_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """After a test with real transactions the tables hold what migrations made, and nothing else.

    Django would empty them with TRUNCATE, which makes a hundred files anew, and count types and permissions again.
    """
    emptying = TransactionTestCase._fixture_teardown
    with django_db_blocker.unblock():
        tables, kept = _copied_aside()
        TransactionTestCase._fixture_teardown = lambda test: _put_back(tables, kept)
        yield
        TransactionTestCase._fixture_teardown = emptying
        # A live server may leave a connection behind, and a database in use cannot be dropped.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.close()  # Playwright's loop gave this thread a second connection, which Django would leave open


@pytest.fixture(scope="session", autouse=True)
def _no_index_of_its_own(django_test_environment: None) -> None:
    """An index would be made in the background of whatever test has real transactions; those that want one make it."""
    settings.DIRECTORY_INDEX = "off"


@pytest.fixture(scope="session", autouse=True)
def _no_hurry(django_test_environment: None) -> None:
    """Limits of time would stay on the connection that tests share; those that want them set them."""
    settings.STATEMENT_SECONDS = None


def _copied_aside() -> tuple[list[str], list[str]]:
    """All tables, by their quoted names, and those that have rows, copied into a schema that nothing else looks at."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE")
        cursor.execute("CREATE SCHEMA kept")
        names = connection.introspection.django_table_names(only_existing=True)
        tables = [connection.ops.quote_name(name) for name in names]
        kept = []
        for table in tables:
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
            if cursor.fetchone()[0]:
                cursor.execute(f"CREATE TABLE kept.{table} AS TABLE {table}")
                kept.append(table)
    return tables, kept


def _put_back(tables: list[str], kept: list[str]) -> None:
    """Unguarded, no foreign key and no trigger looks on: in any order, and without a line in any log."""
    emptied = [f"DELETE FROM {table}" for table in tables]
    filled = [f"INSERT INTO {table} SELECT * FROM kept.{table}" for table in kept]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(WHEN_OTHERS_REST)
        cursor.execute(UNGUARDED + "; ".join([*emptied, *filled]))
    ContentType.objects.clear_cache()


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
