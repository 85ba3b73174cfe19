"""Security keys of accounts."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backoffice', '0014_identities'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SecurityKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('credential_id', models.BinaryField(max_length=1023, verbose_name='identifiant')),
                ('public_key', models.BinaryField(max_length=2048, verbose_name='clé publique')),
                ('sign_count', models.PositiveBigIntegerField(default=0, verbose_name='signatures')),
                ('transports', models.JSONField(default=list, verbose_name='par')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ajoutée le')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='employée le')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='security_keys', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'clé de sécurité',
                'verbose_name_plural': 'clés de sécurité',
                'ordering': ['pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('credential_id',), name='backoffice_securitykey_once', violation_error_message='Cette clé est déjà enregistrée.'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='backoffice_securitykey_has_name', violation_error_message='Une clé a un nom.'), models.CheckConstraint(condition=models.Q(('last_used_at__isnull', True), ('last_used_at__gte', models.F('added_at')), _connector='OR'), name='backoffice_securitykey_used_in_order', violation_error_message='Une clé sert après son ajout.')],
            },
        ),
    ]
