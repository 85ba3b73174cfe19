"""Who an account is at the provider of single sign-on."""


import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backoffice', '0013_session_means'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(max_length=255, verbose_name='fournisseur')),
                ('subject', models.CharField(max_length=255, verbose_name='identifiant chez lui')),
                ('opened_account', models.BooleanField(default=False, verbose_name='a ouvert le compte')),
                ('linked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='liée le')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identities', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'identité chez un fournisseur',
                'verbose_name_plural': 'identités chez un fournisseur',
                'ordering': ['pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('issuer', 'subject'), name='backoffice_identity_once', violation_error_message='Cette identité est déjà liée à un compte.'), models.UniqueConstraint(fields=('issuer', 'account'), name='backoffice_identity_one_an_account', violation_error_message='Ce compte a déjà une identité chez ce fournisseur.'), models.CheckConstraint(condition=models.Q(('subject', ''), _negated=True), name='backoffice_identity_has_subject', violation_error_message='Une identité a un identifiant.')],
            },
        ),
    ]
