"""Corrections that officers propose to what is online."""

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0016_review_states'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changes', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='ce qui change')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposée le')),
                ('status', models.CharField(choices=[('open', 'proposée'), ('accepted', 'acceptée'), ('partly', 'acceptée en partie'), ('refused', 'refusée'), ('dropped', 'abandonnée')], default='open', max_length=10, verbose_name='état')),
                ('accepted', models.JSONField(blank=True, default=list, verbose_name='ce qui a été accepté')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='mot de l’édition')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='décidée le')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidée par')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='initiatives.initiative', verbose_name='initiative')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposée par')),
            ],
            options={
                'verbose_name': 'proposition de correction',
                'verbose_name_plural': 'propositions de correction',
                'ordering': ['-proposed_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('initiative', 'proposed_by'), name='initiatives_correction_one_open_each', violation_error_message='Cette personne a déjà une proposition en attente sur cette fiche.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='initiatives_correction_decided_or_open', violation_error_message='Une proposition en attente n’a pas de décision, et elle seule.'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['refused', 'partly']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='initiatives_correction_refused_has_reason', violation_error_message='Ce qui n’est pas accepté l’est pour une raison.'), models.CheckConstraint(condition=models.Q(('changes', {}), _negated=True), name='initiatives_correction_changes_something', violation_error_message='Une proposition change quelque chose.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='initiatives_correction_decided_at_by_together', violation_error_message='La date de la décision va avec son auteur.')],
            },
        ),
    ]
