"""The families that an installation starts with; editors change them afterwards."""

from django.db import migrations

from directory.migrations._families import adding


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_synonyms")]

    operations = [adding("synonyms.csv")]
