"""Édition and administration ask for erasures and confirm them; administration reads the ledger as a whole."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = {"édition": ("erase_person",), "administration": ("erase_person", "view_ledger")}


def _permissions(apps, *names):
    return apps.get_model("auth", "Permission").objects.filter(content_type__app_label="ledger", codename__in=names)


def grant(apps, schema_editor):
    # Permissions are otherwise made after the last migration, too late for this one.
    config = apps.get_app_config("ledger")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        group.permissions.add(*_permissions(apps, *RIGHTS[group.name]))


def revoke(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        group.permissions.remove(*_permissions(apps, *RIGHTS[group.name]))


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_erasures"), ("bulletins", "0003_roles")]

    operations = [migrations.RunPython(grant, revoke)]
