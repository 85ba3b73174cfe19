"""The log of what alters the directory; its triggers follow in the next migration."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_vain_search_permissions")]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("transaction", models.BigIntegerField(db_index=True)),
                ("noted_at", models.DateTimeField()),
                ("initiatives", ArrayField(base_field=models.BigIntegerField(), null=True)),
                ("is_vocabulary", models.BooleanField()),
            ],
            options={
                "verbose_name": "changement du répertoire",
                "verbose_name_plural": "changements du répertoire",
                "default_permissions": (),
            },
        ),
    ]
