"""States, roles and measures are those that are foreseen; what came out has a text and was not united."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0026_no_rings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ('open', 'accepted', 'partly', 'refused', 'dropped'))), name='initiatives_correction_status_known', violation_error_message='Cette valeur n’est pas prévue.'),
        ),
        migrations.AddConstraint(
            model_name='coverage',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ('acts', 'benefits'))), name='initiatives_coverage_role_known', violation_error_message='Cette valeur n’est pas prévue.'),
        ),
        migrations.AddConstraint(
            model_name='figure',
            constraint=models.CheckConstraint(condition=models.Q(('measure__in', ('stock', 'target', 'rate_day', 'rate_week', 'context'))), name='initiatives_figure_measure_known', violation_error_message='Cette valeur n’est pas prévue.'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ('draft', 'review', 'returned', 'approved', 'published', 'withdrawn'))), name='initiatives_initiative_status_known', violation_error_message='Cette valeur n’est pas prévue.'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('ongoing', 'over', 'to_check'))), name='initiatives_initiative_state_known', violation_error_message='Cette valeur n’est pas prévue.'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('summary__regex', '[^[:space:]]'), _connector='OR'), name='initiatives_initiative_published_has_text', violation_error_message='Une initiative parue a un texte.'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('merged_into__isnull', True), _connector='OR'), name='initiatives_initiative_published_is_one', violation_error_message='Une initiative réunie avec une autre ne paraît plus : l’autre la dit.'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ('actor', 'partner', 'beneficiary'))), name='initiatives_participation_role_known', violation_error_message='Cette valeur n’est pas prévue.'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ('acts', 'benefits'))), name='initiatives_place_role_known', violation_error_message='Cette valeur n’est pas prévue.'),
        ),
    ]
