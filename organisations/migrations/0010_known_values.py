"""Kinds are those that are foreseen, and a contact that becomes a link leads to the web."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0009_history_only_grows'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('website', 'email', 'phone', 'facebook', 'twitter', 'other'))), name='organisations_contact_kind_known', violation_error_message='Cette valeur n’est pas prévue.'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['website', 'facebook', 'twitter']), _negated=True), ('value__iregex', '^https?://[^[:space:]]+$'), _connector='OR'), name='organisations_contact_value_leads_to_the_web', violation_error_message='Cette adresse doit commencer par https:// ou http://.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('entreprise', 'association', 'collectivite', 'etablissement_public', 'collectif', 'particulier', 'service_etat', 'culte', 'club'))), name='organisations_organisation_kind_known', violation_error_message='Cette valeur n’est pas prévue.'),
        ),
    ]
