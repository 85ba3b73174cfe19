"""The tables of documents were those of `bulletins`: an installation of that day moves with all it holds."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.builders import make_user

BEFORE = [("documents", None), ("bulletins", "0005_import_permissions")]
AFTER = [("documents", "0001_documents_arrive")]
GRANTED = {"view_sourcedocument", "view_documentimport", "add_documentimport", "change_documentimport"}


def _migrate(targets):
    """Inside the test's transaction, so that nothing lasts: PostgreSQL alters tables in transactions too."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(connection)
    state = executor.migrate(targets)
    ContentType.objects.clear_cache()
    return state.apps


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


@pytest.fixture
def officer_of_old(db):
    return make_user("ancienne", group="rédaction")


def test_documents_move_with_rows_names_permissions_and_journal(officer_of_old):
    old = _migrate(BEFORE)
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

    new = _migrate(AFTER)

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


def test_way_back_and_forth_again_keeps_the_content_types(db):
    """After a way back Django makes the content types of the models it knows; they must not be in the way."""
    _migrate(BEFORE)
    for model in ("sourcedocument", "documentimport"):
        ContentType.objects.create(app_label="documents", model=model)
    _migrate(AFTER)
    assert ContentType.objects.filter(model__in=("sourcedocument", "documentimport")).count() == 2


def test_old_addresses_lead_to_the_new_ones(client, officer):
    client.force_login(officer)
    answer = client.get("/admin/bulletins/documentimport/?status=review")
    assert (answer.status_code, answer["Location"]) == (301, "/admin/documents/documentimport/?status=review")
    answer = client.get("/admin/bulletins/documentimport/12/change/")
    assert (answer.status_code, answer["Location"]) == (301, "/admin/documents/documentimport/12/change/")
    answer = client.post("/admin/bulletins/documentimport/add/", {"text": "un texte"})
    assert (answer.status_code, answer["Location"]) == (308, "/admin/documents/documentimport/add/")
