"""Which rows became one, kept so that it can be undone, and which were said to be two."""

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backoffice', '0003_periodic_work'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Distinct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='nature')),
                ('first', models.PositiveBigIntegerField(verbose_name='première fiche')),
                ('second', models.PositiveBigIntegerField(verbose_name='seconde fiche')),
                ('said_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dit le')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dit par')),
            ],
            options={
                'verbose_name': 'fiches distinctes',
                'verbose_name_plural': 'fiches distinctes',
                'ordering': ['-said_at', '-pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('kind', 'first', 'second'), name='backoffice_distinct_once', violation_error_message='C’est déjà dit.'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='backoffice_distinct_in_order', violation_error_message='Choisissez deux fiches différentes.')],
            },
        ),
        migrations.CreateModel(
            name='Union',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='nature')),
                ('kept', models.PositiveBigIntegerField(verbose_name='fiche gardée')),
                ('gone', models.PositiveBigIntegerField(verbose_name='fiche réunie')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('address', models.SlugField(max_length=140, verbose_name='nom dans l’adresse')),
                ('values', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='ce qu’elle disait')),
                ('before', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='la fiche gardée, avant')),
                ('after', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='la fiche gardée, après')),
                ('moved', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='ce qui a suivi')),
                ('united_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='réunie le')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='défaite le')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='défaite par')),
                ('united_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='réunie par')),
            ],
            options={
                'verbose_name': 'réunion de deux fiches',
                'verbose_name_plural': 'réunions de fiches',
                'ordering': ['-united_at', '-pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('kept', models.F('gone')), _negated=True), name='backoffice_union_not_with_itself', violation_error_message='Choisissez deux fiches différentes.'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='backoffice_union_undone_at_by_together', violation_error_message='La date d’une réunion défaite va avec son auteur.')],
            },
        ),
    ]
