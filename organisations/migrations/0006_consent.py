"""The agreement of a person has a date, a means and a note."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_hidden_together")]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='consent_means',
            field=models.CharField(blank=True, choices=[('written', 'écrit (lettre, autorisation signée)'), ('email', 'courriel'), ('spoken', 'oral (téléphone, rencontre)'), ('form', 'formulaire'), ('official', 'publication officielle (communiqué, site de l’organisation)'), ('function', 'nommé dans ses fonctions publiques'), ('earlier', 'antérieur au registre : à vérifier')], max_length=8, verbose_name='moyen de l’accord'),
        ),
        migrations.AddField(
            model_name='contact',
            name='consent_note',
            field=models.CharField(blank=True, help_text='Qui l’a recueilli, pour quel usage, où il est gardé.', max_length=300, verbose_name='note sur l’accord'),
        ),
        migrations.AddField(
            model_name='contact',
            name='consented_on',
            field=models.DateField(blank=True, null=True, verbose_name='accord donné le'),
        ),
        migrations.AddField(
            model_name='historicalcontact',
            name='consent_means',
            field=models.CharField(blank=True, choices=[('written', 'écrit (lettre, autorisation signée)'), ('email', 'courriel'), ('spoken', 'oral (téléphone, rencontre)'), ('form', 'formulaire'), ('official', 'publication officielle (communiqué, site de l’organisation)'), ('function', 'nommé dans ses fonctions publiques'), ('earlier', 'antérieur au registre : à vérifier')], max_length=8, verbose_name='moyen de l’accord'),
        ),
        migrations.AddField(
            model_name='historicalcontact',
            name='consent_note',
            field=models.CharField(blank=True, help_text='Qui l’a recueilli, pour quel usage, où il est gardé.', max_length=300, verbose_name='note sur l’accord'),
        ),
        migrations.AddField(
            model_name='historicalcontact',
            name='consented_on',
            field=models.DateField(blank=True, null=True, verbose_name='accord donné le'),
        ),
        migrations.AddField(
            model_name='historicalperson',
            name='consent_means',
            field=models.CharField(blank=True, choices=[('written', 'écrit (lettre, autorisation signée)'), ('email', 'courriel'), ('spoken', 'oral (téléphone, rencontre)'), ('form', 'formulaire'), ('official', 'publication officielle (communiqué, site de l’organisation)'), ('function', 'nommé dans ses fonctions publiques'), ('earlier', 'antérieur au registre : à vérifier')], max_length=8, verbose_name='moyen de l’accord'),
        ),
        migrations.AddField(
            model_name='historicalperson',
            name='consent_note',
            field=models.CharField(blank=True, help_text='Qui l’a recueilli, pour quel usage, où il est gardé.', max_length=300, verbose_name='note sur l’accord'),
        ),
        migrations.AddField(
            model_name='historicalperson',
            name='consented_on',
            field=models.DateField(blank=True, null=True, verbose_name='accord donné le'),
        ),
        migrations.AddField(
            model_name='person',
            name='consent_means',
            field=models.CharField(blank=True, choices=[('written', 'écrit (lettre, autorisation signée)'), ('email', 'courriel'), ('spoken', 'oral (téléphone, rencontre)'), ('form', 'formulaire'), ('official', 'publication officielle (communiqué, site de l’organisation)'), ('function', 'nommé dans ses fonctions publiques'), ('earlier', 'antérieur au registre : à vérifier')], max_length=8, verbose_name='moyen de l’accord'),
        ),
        migrations.AddField(
            model_name='person',
            name='consent_note',
            field=models.CharField(blank=True, help_text='Qui l’a recueilli, pour quel usage, où il est gardé.', max_length=300, verbose_name='note sur l’accord'),
        ),
        migrations.AddField(
            model_name='person',
            name='consented_on',
            field=models.DateField(blank=True, null=True, verbose_name='accord donné le'),
        ),
    ]
