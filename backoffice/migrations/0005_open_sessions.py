"""Where an account is logged in, for its person to read and to close."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backoffice', '0004_united_and_distinct'),
        ('sessions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OpenSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_seen', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ouverte le')),
                ('last_seen', models.DateTimeField(default=django.utils.timezone.now, verbose_name='vue le')),
                ('network', models.CharField(max_length=50, verbose_name='réseau')),
                ('browser', models.CharField(max_length=60, verbose_name='navigateur')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='open_sessions', to=settings.AUTH_USER_MODEL)),
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sessions.session')),
            ],
            options={
                'verbose_name': 'session ouverte',
                'verbose_name_plural': 'sessions ouvertes',
                'ordering': ['-last_seen', '-pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('last_seen__gte', models.F('first_seen'))), name='backoffice_opensession_seen_in_order', violation_error_message='Une session est vue après son ouverture.')],
            },
        ),
    ]
