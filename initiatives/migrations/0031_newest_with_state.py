"""The index of the newest carries what says whether an initiative is “à vérifier”.

The first page counts those, as far as ten thousand: it read a row of the table for each, wherever it lay.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0030_placed_kept")]

    operations = [
        migrations.RemoveIndex(model_name="initiative", name="initiatives_newest"),
        migrations.AddIndex(
            model_name="initiative",
            index=models.Index(
                fields=["status", "-started_on", "-id"],
                include=("state", "state_checked_on", "published_at"),
                name="initiatives_newest",
            ),
        ),
    ]
