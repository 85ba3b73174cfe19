"""The communes and areas that an account looks after: a filter of its lists."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communes', '0003_logo'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='sector', to=settings.AUTH_USER_MODEL, verbose_name='compte')),
                ('areas', models.ManyToManyField(blank=True, related_name='sectors', to='communes.area', verbose_name='territoires du secteur')),
                ('communes', models.ManyToManyField(blank=True, related_name='sectors', to='communes.commune', verbose_name='communes du secteur')),
            ],
            options={
                'verbose_name': 'secteur',
                'verbose_name_plural': 'secteur',
                'default_permissions': (),
            },
        ),
    ]
