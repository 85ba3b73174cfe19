"""Initiatives without a date come last in their lists."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0006_joined_words'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='initiative',
            options={'ordering': [models.OrderBy(models.F('started_on'), descending=True, nulls_last=True), '-pk'], 'permissions': [('publish_initiative', 'Peut publier une initiative'), ('withdraw_initiative', 'Peut retirer une initiative')], 'verbose_name': 'initiative', 'verbose_name_plural': 'initiatives'},
        ),
    ]
