"""Populations and durations that were stored as something done become context."""

from django.db import migrations
from django.db.models.functions import Lower

UNITS = ("habitant", "habitants", "jour", "jours", "semaine", "semaines", "mois", "an", "ans", "année", "années")


def to_context(apps, schema_editor):
    figures = apps.get_model("initiatives", "Figure").objects.annotate(noun=Lower("unit"))
    figures.filter(noun__in=UNITS, measure="stock").update(measure="context")


def to_stock(apps, schema_editor):
    """The measure did not exist before: whoever chose it since gets what the page showed then."""
    apps.get_model("initiatives", "Figure").objects.filter(measure="context").update(measure="stock")


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0008_context_of_figures")]

    operations = [migrations.RunPython(to_context, to_stock)]
