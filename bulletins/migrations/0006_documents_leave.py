"""The documents dropped in and their reviews move to the app `documents`, which takes their tables over (its 0001)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0005_import_permissions")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="DocumentImport"),
                migrations.DeleteModel(name="SourceDocument"),
            ],
        ),
    ]
