"""By which provider a session was opened; empty: by a password of this site."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("backoffice", "0012_one_factor")]

    operations = [
        migrations.AddField(
            model_name="opensession",
            name="means",
            field=models.CharField(blank=True, max_length=60, verbose_name="par"),
        ),
    ]
