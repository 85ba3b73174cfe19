"""More families to start with: what people call everyday things."""

from django.db import migrations

from directory.migrations._families import adding


class Migration(migrations.Migration):
    dependencies = [("directory", "0012_lines_of_json")]

    operations = [adding("more_synonyms.csv")]
