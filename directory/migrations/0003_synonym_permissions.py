"""All roles read the synonyms; édition and administration keep them."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

KEPT_BY = ("édition", "administration")
READ_BY = ("rédaction", *KEPT_BY)


def _permissions(apps, *actions):
    return apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="directory", codename__in=[f"{action}_synonymfamily" for action in actions]
    )


def grant(apps, schema_editor):
    # Permissions are otherwise made after the last migration, too late for this one.
    config = apps.get_app_config("directory")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    for group in apps.get_model("auth", "Group").objects.filter(name__in=READ_BY):
        group.permissions.add(*_permissions(apps, "view"))
        if group.name in KEPT_BY:
            group.permissions.add(*_permissions(apps, "add", "change", "delete"))


def revoke(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=READ_BY):
        group.permissions.remove(*_permissions(apps, "view", "add", "change", "delete"))


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_first_synonyms"), ("bulletins", "0003_roles")]

    operations = [migrations.RunPython(grant, revoke)]
