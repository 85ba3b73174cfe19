"""The administration alone says what is kept how long."""

from django.contrib.auth.management import create_permissions
from django.db import migrations


def _permission(apps):
    return apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="ledger", codename="govern_retention"
    )


def grant(apps, schema_editor):
    # Permissions are otherwise made after the last migration, too late for this one.
    config = apps.get_app_config("ledger")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    for group in apps.get_model("auth", "Group").objects.filter(name="administration"):
        group.permissions.add(*_permission(apps))


def revoke(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="administration"):
        group.permissions.remove(*_permission(apps))


class Migration(migrations.Migration):
    # The roles are made by that migration of bulletins.
    dependencies = [("ledger", "0001_retention"), ("bulletins", "0003_roles")]

    operations = [migrations.RunPython(grant, revoke)]
