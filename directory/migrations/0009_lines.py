"""Lines of spreadsheets, kept beside the initiatives (`directory.outputs.lines`)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0008_cards_noted'),
        ('initiatives', '0021_pictures'),
    ]

    operations = [
        migrations.CreateModel(
            name='Line',
            fields=[
                ('initiative', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='initiatives.initiative')),
                ('told_on', models.DateField(null=True)),
                ('csv', models.TextField()),
                ('figures_csv', models.TextField(blank=True)),
                ('turns_on', models.DateField(null=True)),
                ('horizon', models.BigIntegerField()),
                ('cluster', models.BigIntegerField()),
                ('recipe', models.CharField(max_length=32)),
            ],
            options={
                'verbose_name': 'ligne de tableur',
                'verbose_name_plural': 'lignes de tableur',
                'default_permissions': (),
                'indexes': [models.Index(models.OrderBy(models.F('told_on'), descending=True, nulls_last=True), models.OrderBy(models.F('initiative'), descending=True), name='directory_lines_newest')],
            },
        ),
    ]
