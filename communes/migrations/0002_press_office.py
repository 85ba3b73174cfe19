"""The press office stands with the other settings of the installation; what is typed there is checked."""

import communes.legal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communes', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalterritory',
            name='press_office',
            field=models.TextField(blank=True, help_text='«\xa0Préfecture du Pas-de-Calais, service de la communication\xa0». Vide\xa0: le nom de l’éditeur.', verbose_name='service de presse'),
        ),
        migrations.AddField(
            model_name='territory',
            name='press_office',
            field=models.TextField(blank=True, help_text='«\xa0Préfecture du Pas-de-Calais, service de la communication\xa0». Vide\xa0: le nom de l’éditeur.', verbose_name='service de presse'),
        ),
        migrations.AlterField(
            model_name='historicalterritory',
            name='hosting',
            field=models.TextField(blank=True, help_text='Nom, adresse et téléphone, pour les mentions légales.', validators=[communes.legal.check_hosting], verbose_name='hébergeur'),
        ),
        migrations.AlterField(
            model_name='historicalterritory',
            name='press_email',
            field=models.CharField(blank=True, max_length=254, verbose_name='courriel du service de presse'),
        ),
        migrations.AlterField(
            model_name='historicalterritory',
            name='press_phone',
            field=models.CharField(blank=True, max_length=30, verbose_name='téléphone du service de presse'),
        ),
        migrations.AlterField(
            model_name='historicalterritory',
            name='publication_director',
            field=models.CharField(blank=True, help_text='«\xa0le préfet du Pas-de-Calais\xa0»', max_length=120, validators=[communes.legal.check_director], verbose_name='direction de la publication'),
        ),
        migrations.AlterField(
            model_name='historicalterritory',
            name='publisher_address',
            field=models.TextField(blank=True, help_text='Avec le code postal.', validators=[communes.legal.check_postal_address], verbose_name='adresse postale de l’éditeur'),
        ),
        migrations.AlterField(
            model_name='territory',
            name='hosting',
            field=models.TextField(blank=True, help_text='Nom, adresse et téléphone, pour les mentions légales.', validators=[communes.legal.check_hosting], verbose_name='hébergeur'),
        ),
        migrations.AlterField(
            model_name='territory',
            name='press_email',
            field=models.CharField(blank=True, max_length=254, verbose_name='courriel du service de presse'),
        ),
        migrations.AlterField(
            model_name='territory',
            name='press_phone',
            field=models.CharField(blank=True, max_length=30, verbose_name='téléphone du service de presse'),
        ),
        migrations.AlterField(
            model_name='territory',
            name='publication_director',
            field=models.CharField(blank=True, help_text='«\xa0le préfet du Pas-de-Calais\xa0»', max_length=120, validators=[communes.legal.check_director], verbose_name='direction de la publication'),
        ),
        migrations.AlterField(
            model_name='territory',
            name='publisher_address',
            field=models.TextField(blank=True, help_text='Avec le code postal.', validators=[communes.legal.check_postal_address], verbose_name='adresse postale de l’éditeur'),
        ),
    ]
