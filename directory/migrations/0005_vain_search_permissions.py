"""All roles see what is searched in vain; édition and administration may take a line away."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

MAY = {"rédaction": ("view",), "édition": ("view", "delete"), "administration": ("view", "delete")}


def _permissions(apps, actions):
    return apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="directory", codename__in=[f"{action}_vainsearch" for action in actions]
    )


def grant(apps, schema_editor):
    # Permissions are otherwise made after the last migration, too late for this one.
    config = apps.get_app_config("directory")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    for group in apps.get_model("auth", "Group").objects.filter(name__in=MAY):
        group.permissions.add(*_permissions(apps, MAY[group.name]))


def revoke(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=MAY):
        group.permissions.remove(*_permissions(apps, MAY[group.name]))


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_vain_searches")]

    operations = [migrations.RunPython(grant, revoke)]
