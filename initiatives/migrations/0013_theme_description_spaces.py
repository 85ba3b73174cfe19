"""The description that came with a theme keeps its colon on the line of its word; one rewritten since is left alone."""

from django.db import migrations

BREAKING = "Masques, visières, blouses, gel : qui en fabrique, qui en donne."
KEPT = BREAKING.replace(" :", "\u00a0:")


def keep(apps, schema_editor):
    apps.get_model("initiatives", "Theme").objects.filter(description=BREAKING).update(description=KEPT)


def break_again(apps, schema_editor):
    apps.get_model("initiatives", "Theme").objects.filter(description=KEPT).update(description=BREAKING)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0012_hide_more_forms")]

    operations = [migrations.RunPython(keep, break_again)]
