"""All three roles may drop a document in and review it; the original itself is never changed."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = ("rédaction", "édition", "administration")
GRANTED = ("view_sourcedocument", "view_documentimport", "add_documentimport", "change_documentimport")


def grant(apps, schema_editor):
    # Permissions are otherwise made after the last migration, too late for this one.
    config = apps.get_app_config("bulletins")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="bulletins", codename__in=GRANTED
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.add(*permissions)


def revoke(apps, schema_editor):
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="bulletins", codename__in=GRANTED
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0004_imports")]

    operations = [migrations.RunPython(grant, revoke)]
