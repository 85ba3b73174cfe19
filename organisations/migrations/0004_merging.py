"""Organisations, persons and contacts that stand twice lead to the one that is kept."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communes', '0001_initial'),
        ('organisations', '0003_nameless'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='organisation',
            name='organisations_organisation_unique_name_kind_seat',
        ),
        migrations.AddField(
            model_name='contact',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='organisations.contact', verbose_name='réunie avec'),
        ),
        migrations.AddField(
            model_name='historicalcontact',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organisations.contact', verbose_name='réunie avec'),
        ),
        migrations.AddField(
            model_name='historicalorganisation',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organisations.organisation', verbose_name='réunie avec'),
        ),
        migrations.AddField(
            model_name='historicalperson',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organisations.person', verbose_name='réunie avec'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='organisations.organisation', verbose_name='réunie avec'),
        ),
        migrations.AddField(
            model_name='person',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='organisations.person', verbose_name='réunie avec'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='organisations_contact_not_merged_into_itself', violation_error_message='Choisissez deux fiches différentes.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into', None)), fields=('sort_key', 'kind', 'seat'), name='organisations_organisation_unique_name_kind_seat', nulls_distinct=False, violation_error_message='Cette organisation existe déjà (même nom, même type, même commune).'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='organisations_organisation_not_merged_into_itself', violation_error_message='Choisissez deux fiches différentes.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='organisations_person_not_merged_into_itself', violation_error_message='Choisissez deux fiches différentes.'),
        ),
    ]
