"""Nothing of a person is public without a recorded agreement."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0007_known_consents")]

    operations = [
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('consent_means', ''), ('consented_on__isnull', True)), models.Q(('consented_on__isnull', False), models.Q(('consent_means', ''), _negated=True)), _connector='OR'), name='organisations_contact_consent_whole', violation_error_message='La date d’un accord va avec son moyen.'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_personal', True), ('is_public', True), _negated=True), models.Q(('consented_on__isnull', False), models.Q(('consent_means', ''), _negated=True)), _connector='OR'), name='organisations_contact_public_has_consent', violation_error_message='Pour le rendre public, notez l’accord de la personne : sa date et son moyen.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('consent_means', ''), ('consented_on__isnull', True)), models.Q(('consented_on__isnull', False), models.Q(('consent_means', ''), _negated=True)), _connector='OR'), name='organisations_person_consent_whole', violation_error_message='La date d’un accord va avec son moyen.'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_public', True), _negated=True), models.Q(('consented_on__isnull', False), models.Q(('consent_means', ''), _negated=True)), _connector='OR'), name='organisations_person_public_has_consent', violation_error_message='Pour le rendre public, notez l’accord de la personne : sa date et son moyen.'),
        ),
    ]
