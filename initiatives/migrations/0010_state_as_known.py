"""Where an initiative stands as the office last knew it, and the day when someone made sure."""

from django.db import migrations, models

STATES = [("ongoing", "en cours"), ("over", "terminée"), ("to_check", "à vérifier")]


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0009_stored_context")]

    operations = [
        operation
        for name in ("initiative", "historicalinitiative")
        for operation in (
            migrations.AddField(
                model_name=name,
                name="state",
                field=models.CharField(
                    choices=STATES,
                    default="ongoing",
                    help_text="Dite « à vérifier » d’elle-même quand rien ne l’a confirmée depuis six mois.",
                    max_length=10,
                    verbose_name="où elle en est",
                ),
            ),
            migrations.AddField(
                model_name=name,
                name="state_checked_on",
                field=models.DateField(
                    blank=True,
                    help_text=(
                        "Dernier jour où quelqu’un s’en est assuré ; sans lui, le jour de la dernière annonce compte."
                    ),
                    null=True,
                    verbose_name="vérifié le",
                ),
            ),
        )
    ]
