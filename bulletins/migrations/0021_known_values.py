"""Kinds and states are those that are foreseen, and a link runs nothing."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bulletins', '0020_never_emptied'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('numbered', 'special'))), name='bulletins_bulletin_kind_known', violation_error_message='Cette valeur n’est pas prévue.'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ('draft', 'published', 'withdrawn'))), name='bulletins_bulletin_status_known', violation_error_message='Cette valeur n’est pas prévue.'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ('pending', 'done', 'cancelled', 'refused', 'late'))), name='bulletins_schedule_status_known', violation_error_message='Cette valeur n’est pas prévue.'),
        ),
        migrations.AddConstraint(
            model_name='bulletinlink',
            constraint=models.CheckConstraint(condition=models.Q(('url__iregex', '^[[:space:]]*(javascript|vbscript|data|blob|file):|[[:cntrl:]]'), _negated=True), name='bulletins_bulletinlink_url_runs_nothing', violation_error_message='Cette adresse doit commencer par https:// ou http://.'),
        ),
    ]
