"""Bulletins without a date come last in their lists."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("bulletins", "0007_told_words"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='bulletin',
            options={'ordering': [models.OrderBy(models.F('dated_on'), descending=True, nulls_last=True), models.OrderBy(models.F('number'), descending=True, nulls_last=True), '-pk'], 'permissions': [('publish_bulletin', 'Peut publier un bulletin'), ('withdraw_bulletin', 'Peut retirer un bulletin')], 'verbose_name': 'bulletin', 'verbose_name_plural': 'bulletins'},
        ),
    ]
