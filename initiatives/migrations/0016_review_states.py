"""An editor approves, or sends back with a word: two more states between “proposed” and “public”."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communes', '0002_press_office'),
        ('initiatives', '0015_words_of_the_seven'),
        ('organisations', '0008_consent_required'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalinitiative',
            name='approved_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='approuvée le'),
        ),
        migrations.AddField(
            model_name='historicalinitiative',
            name='approved_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approuvée par'),
        ),
        migrations.AddField(
            model_name='historicalinitiative',
            name='return_note',
            field=models.CharField(blank=True, editable=False, max_length=500, verbose_name='mot de l’édition'),
        ),
        migrations.AddField(
            model_name='historicalinitiative',
            name='returned_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='renvoyée le'),
        ),
        migrations.AddField(
            model_name='historicalinitiative',
            name='returned_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='renvoyée par'),
        ),
        migrations.AddField(
            model_name='initiative',
            name='approved_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='approuvée le'),
        ),
        migrations.AddField(
            model_name='initiative',
            name='approved_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approuvée par'),
        ),
        migrations.AddField(
            model_name='initiative',
            name='return_note',
            field=models.CharField(blank=True, editable=False, max_length=500, verbose_name='mot de l’édition'),
        ),
        migrations.AddField(
            model_name='initiative',
            name='returned_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='renvoyée le'),
        ),
        migrations.AddField(
            model_name='initiative',
            name='returned_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='renvoyée par'),
        ),
        migrations.AlterField(
            model_name='historicalinitiative',
            name='status',
            field=models.CharField(choices=[('draft', 'brouillon'), ('review', 'proposée'), ('returned', 'renvoyée'), ('approved', 'approuvée'), ('published', 'parue'), ('withdrawn', 'retirée')], default='draft', max_length=10, verbose_name='état'),
        ),
        migrations.AlterField(
            model_name='initiative',
            name='status',
            field=models.CharField(choices=[('draft', 'brouillon'), ('review', 'proposée'), ('returned', 'renvoyée'), ('approved', 'approuvée'), ('published', 'parue'), ('withdrawn', 'retirée')], default='draft', max_length=10, verbose_name='état'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', False), ('status', 'returned'), models.Q(('return_note', ''), _negated=True)), models.Q(models.Q(('status', 'returned'), _negated=True), ('return_note', ''), ('returned_at__isnull', True)), _connector='OR'), name='initiatives_initiative_returned_has_note', violation_error_message='Une initiative renvoyée a une date et un mot de l’édition, et elle seule.'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'approved'), _negated=True), ('approved_at__isnull', False), _connector='OR'), name='initiatives_initiative_approved_has_moment', violation_error_message='Une initiative approuvée a une date d’approbation.'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['draft', 'review', 'returned']), _negated=True), ('approved_at__isnull', True), _connector='OR'), name='initiatives_initiative_unread_has_no_approval', violation_error_message='Ce qui est encore à relire n’est pas approuvé.'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', True), ('returned_by__isnull', True)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False)), _connector='OR'), name='initiatives_initiative_returned_at_by_together', violation_error_message='La date de renvoi va avec son auteur.'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='initiatives_initiative_approved_at_by_together', violation_error_message='La date d’approbation va avec son auteur.'),
        ),
    ]
