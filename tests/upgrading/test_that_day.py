"""What moved to another room moved with all it held, and accounts got what they lacked: in an installation of that day.

The way back to that day is gone once, and taken back at the end; each test starts from there.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from tests.builders import make_user

BEFORE = [("documents", None), ("bulletins", "0005_import_permissions")]
AFTER = [("documents", "0001_documents_arrive")]
GRANTED = {"view_sourcedocument", "view_documentimport", "add_documentimport", "change_documentimport"}


def _migrate(*targets: tuple[str, str | None]) -> StateApps:
    """Inside a transaction, so that nothing lasts: PostgreSQL alters tables in transactions too."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    apps = MigrationExecutor(connection).migrate(list(targets)).apps
    ContentType.objects.clear_cache()
    return apps


@pytest.fixture(scope="module")
def before(django_db_setup, django_db_blocker) -> Iterator[tuple[StateApps, User]]:
    """The models of before, and an officer of then."""
    with django_db_blocker.unblock(), transaction.atomic():
        officer = make_user("ancienne", group="rédaction")
        yield _migrate(*BEFORE), officer
        transaction.set_rollback(True)
    ContentType.objects.clear_cache()


def _named_for(app):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname ~ %(names)s AND relnamespace = current_schema()::regnamespace"
            " UNION SELECT conname FROM pg_constraint WHERE conname ~ %(names)s",
            {"names": f"^{app}_(sourcedocument|documentimport)"},
        )
        return {name for (name,) in cursor.fetchall()}


def _of_officers(app):
    return set(
        Permission.objects.filter(group__name="rédaction", content_type__app_label=app)
        .filter(content_type__model__in=("sourcedocument", "documentimport"))
        .values_list("codename", flat=True)
    )


@pytest.fixture(autouse=True)
def _types_are_read_anew(before, db) -> None:
    ContentType.objects.clear_cache()


def test_documents_move_with_rows_names_permissions_and_journal(before):
    old, officer_of_old = before
    assert _named_for("documents") == set()
    names = _named_for("bulletins")
    source = old.get_model("bulletins", "SourceDocument").objects.create(
        sha256="a" * 64, filename="n° 7.docx", content="documents/aa/a", size=3, received_by_id=officer_of_old.pk
    )
    review = old.get_model("bulletins", "DocumentImport").objects.create(
        document=source, text="Le texte lu", proposal={"sections": []}, created_by_id=officer_of_old.pk, version=4
    )
    kind = ContentType.objects.get(app_label="bulletins", model="documentimport")
    entry = LogEntry.objects.create(
        user=officer_of_old, content_type=kind, object_id=review.pk, object_repr="import", action_flag=2
    )
    granted = _of_officers("bulletins")
    assert granted >= GRANTED

    new = _migrate(*AFTER)

    moved = new.get_model("documents", "DocumentImport").objects.select_related("document").get()
    assert (moved.pk, moved.text, moved.version, moved.created_by_id) == (
        review.pk,
        "Le texte lu",
        4,
        officer_of_old.pk,
    )
    assert (moved.document.pk, moved.document.filename) == (source.pk, "n° 7.docx")
    assert _named_for("bulletins") == set()
    assert _named_for("documents") == {name.replace("bulletins_", "documents_", 1) for name in names}
    assert _of_officers("documents") == granted
    assert _of_officers("bulletins") == set()
    entry.refresh_from_db()
    assert (entry.content_type.app_label, entry.content_type.model) == ("documents", "documentimport")
    again = new.get_model("documents", "DocumentImport").objects.create(
        document=moved.document, text="", proposal={}, created_by_id=officer_of_old.pk
    )
    assert again.pk > review.pk  # the sequence came along


def test_way_back_and_forth_again_keeps_the_content_types():
    """After a way back Django makes the content types of the models it knows; they must not be in the way."""
    for model in ("sourcedocument", "documentimport"):
        ContentType.objects.create(app_label="documents", model=model)
    _migrate(*AFTER)
    assert ContentType.objects.filter(model__in=("sourcedocument", "documentimport")).count() == 2


def test_press_contact_moves_from_the_series_to_the_installation_and_back():
    old = _migrate(("bulletins", "0008_undated_last"))
    old.get_model("communes", "Territory").objects.create(name="62", site_name="Site", publisher="Préfecture")
    series = old.get_model("bulletins", "Series")
    series.objects.create(name="Une", slug="une", is_main=True, contact_block="Contact presse\r\nService A\r\n03 21")
    series.objects.create(name="Deux", slug="deux", contact_block="Service A\nService B")
    new = _migrate(("bulletins", "0010_series_without_press_office"))
    assert new.get_model("communes", "Territory").objects.get().press_office == "Service A\n03 21\nService B"
    back = _migrate(("bulletins", "0008_undated_last"))
    kept = back.get_model("bulletins", "Series").objects.get(slug="une").contact_block
    assert kept == "Service A\n03 21\nService B"


def test_accounts_that_have_a_role_already_get_access():
    _migrate(("backoffice", None))
    account = User.objects.create_user("ancien")
    account.groups.set(Group.objects.filter(name="rédaction"))
    account.refresh_from_db()
    assert not account.is_staff  # as it was: a second box to tick
    _migrate(("backoffice", "0002_existing_accounts"))
    account.refresh_from_db()
    assert account.is_staff
