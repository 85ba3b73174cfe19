"""What every test may ask for, and the rows that migrations made, which no test may use up."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
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
KEPT = pytest.StashKey[tuple[list[str], DjangoDbBlocker]]()


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


@pytest.fixture(scope="session", autouse=True)
def _tables_may_be_emptied() -> Iterator[None]:
    """Django empties all tables after a test with real transactions; triggers refuse that to anyone else."""
    emptying = DatabaseOperations.sql_flush

    def unguarded(*args: object, **options: object) -> list[str]:
        return [WHEN_OTHERS_REST, UNGUARDED, *statements] if (statements := emptying(*args, **options)) else []

    DatabaseOperations.sql_flush = unguarded
    yield
    DatabaseOperations.sql_flush = emptying


@pytest.fixture(scope="session")
def _migrated_rows(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The rows that migrations made (themes, roles), copied aside before the first test that empties the tables."""
    with django_db_blocker.unblock():
        request.config.stash[KEPT] = _copied_aside(), django_db_blocker
        yield
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


def _copied_aside() -> list[str]:
    """Copies every table that has rows into a schema that nothing else looks at; the tables, by their quoted names."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE")
        cursor.execute("CREATE SCHEMA kept")
        tables = []
        for name in connection.introspection.django_table_names(only_existing=True):
            table = connection.ops.quote_name(name)
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
            if cursor.fetchone()[0]:
                cursor.execute(f"CREATE TABLE kept.{table} AS TABLE {table}")
                tables.append(table)
    return tables


@pytest.fixture(autouse=True)
def _rows_are_kept(request: pytest.FixtureRequest) -> None:
    if _uses_real_transactions(request.node):
        request.getfixturevalue("_migrated_rows")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, object, object]:
    """A test with real transactions empties all tables when it ends: the next one finds the migrated rows again."""
    result = yield
    if nextitem is not None and KEPT in item.config.stash and _uses_real_transactions(item):
        tables, blocker = item.config.stash[KEPT]
        with blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
            # Emptying the tables made new content types, under other keys than those that the rows name.
            cursor.execute(f"{UNGUARDED} TRUNCATE {', '.join(tables)} CASCADE")
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
            for table in tables:  # in any order: foreign keys are looked at when the transaction ends
                cursor.execute(f"INSERT INTO {table} SELECT * FROM kept.{table}")
            ContentType.objects.clear_cache()
    return result


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
