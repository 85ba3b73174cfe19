"""Families to start with once more: how people speak, and what they call trades and goods."""

from django.db import migrations

from directory.migrations._families import adding


class Migration(migrations.Migration):
    dependencies = [("directory", "0013_everyday_synonyms")]

    operations = [adding("spoken_synonyms.csv")]
