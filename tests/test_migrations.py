"""Migrations as a whole: nothing forgotten, and every one of ours knows its way back."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

APPS = (
    "backoffice",
    "communes",
    "organisations",
    "initiatives",
    "bulletins",
    "directory",
    "documents",
    "workshop",
    "ledger",
)


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_operation_can_be_reversed(db):
    loader = MigrationExecutor(connection).loader
    ours = [migration for (app, _), migration in loader.disk_migrations.items() if app in APPS]
    assert len(ours) >= 8
    assert [f"{m.app_label}.{m.name}" for m in ours if not all(o.reversible for o in m.operations)] == []


def test_search_and_freezing_functions_go_back_and_forth(db):
    """The SQL of both directions runs: inside the test's transaction, so nothing lasts."""
    loader = MigrationExecutor(connection).loader
    names = (
        ("initiatives", "0002_search_vector"),
        ("initiatives", "0004_hidden_names"),
        ("initiatives", "0011_contact_forms"),
        ("bulletins", "0002_frozen_editions"),
        ("backoffice", "0001_access_follows_role"),
        ("organisations", "0005_hidden_together"),
        ("bulletins", "0011_occulted_corrections"),
        ("backoffice", "0006_only_masked"),
        ("backoffice", "0007_history_only_grows"),
        ("backoffice", "0008_journal_only_grows"),
        ("backoffice", "0010_journal_stays"),
        ("backoffice", "0012_one_factor"),
        ("backoffice", "0017_log_of_half_a_year"),
        ("backoffice", "0018_former_addresses"),
        ("communes", "0005_history_only_grows"),
        ("organisations", "0009_history_only_grows"),
        ("initiatives", "0025_history_only_grows"),
        ("workshop", "0004_history_only_grows"),
        ("directory", "0011_history_only_grows"),
        ("bulletins", "0016_history_only_grows"),
        ("bulletins", "0017_occultation_only_masks"),
        ("bulletins", "0018_published_stays"),
        ("bulletins", "0019_citations_as_printed"),
        ("bulletins", "0020_never_emptied"),
        ("bulletins", "0022_taken_from_the_public"),
        ("bulletins", "0023_address_without_a_name"),
        ("bulletins", "0024_takings_counted"),
        ("initiatives", "0026_no_rings"),
        ("initiatives", "0028_no_ring_by_two"),
        ("directory", "0007_changes_noted"),
        ("directory", "0008_cards_noted"),
        ("directory", "0010_lines_leave"),
        ("ledger", "0006_erasures_stay"),
        ("workshop", "0006_proof_history_leaves"),
    )
    steps = [(app, one) for app, name in names for one in loader.get_migration(app, name).operations]
    with connection.schema_editor() as editor:
        for app, operation in reversed(steps):
            operation.database_backwards(app, editor, None, None)
        for app, operation in steps:
            operation.database_forwards(app, editor, None, None)


@pytest.mark.parametrize(
    ("group", "may", "may_not"),
    [
        ("rédaction", "initiatives.change_initiative", "initiatives.publish_initiative"),
        ("édition", "bulletins.publish_bulletin", "auth.add_user"),
        ("administration", "auth.add_user", "bulletins.delete_edition"),
    ],
)
def test_roles_have_their_permissions_and_no_more(db, group, may, may_not):
    names = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Group.objects.get(name=group).permissions.select_related("content_type")
    }
    assert may in names
    assert may_not not in names
