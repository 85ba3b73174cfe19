"""The journal is read by administrators; here, for the roles are made by a room that the back office does not know."""

from django.contrib.auth.management import create_permissions
from django.db import migrations


def _permissions(apps):
    return apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="backoffice", codename="view_journalline"
    )


def grant(apps, schema_editor):
    # Permissions are otherwise made after the last migration, too late for this one.
    config = apps.get_app_config("backoffice")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    for group in apps.get_model("auth", "Group").objects.filter(name="administration"):
        group.permissions.add(*_permissions(apps))


def revoke(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="administration"):
        group.permissions.remove(*_permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("workshop", "0004_history_only_grows"),
        ("backoffice", "0011_journal_of_acts"),
        ("bulletins", "0020_never_emptied"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
