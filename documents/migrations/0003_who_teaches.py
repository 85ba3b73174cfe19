"""All three roles read what the import has learned; editors correct it, and the words of themes with it.

Whoever reviews a document may need a theme or a series that is not there yet.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = ("rédaction", "édition", "administration")
REVIEWING = (("documents", "view_lesson"), ("initiatives", "add_theme"), ("bulletins", "add_series"))
TEACHING = (
    *REVIEWING,
    ("documents", "add_lesson"),
    ("documents", "change_lesson"),
    ("documents", "delete_lesson"),
    ("initiatives", "change_theme"),
)
GRANTED = {"rédaction": REVIEWING, "édition": TEACHING, "administration": TEACHING}
# The administration had these before.
KEPT = {"administration": {"add_theme", "change_theme", "add_series"}}


def _permissions(apps, wanted):
    permission = apps.get_model("auth", "Permission").objects
    return [permission.get(content_type__app_label=app, codename=name) for app, name in wanted]


def grant(apps, schema_editor):
    # Permissions are otherwise made after the last migration, too late for this one.
    for label in ("documents", "initiatives", "bulletins"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.add(*_permissions(apps, GRANTED[group.name]))


def revoke(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        wanted = [one for one in GRANTED[group.name] if one[1] not in KEPT.get(group.name, ())]
        group.permissions.remove(*_permissions(apps, wanted))


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_lessons"), ("initiatives", "0015_words_of_the_seven")]

    operations = [migrations.RunPython(grant, revoke)]
