"""A theme's drawing is one of the sprite's."""

from django.db import migrations, models

DRAWINGS = [
    ("theme-protection", "Bouclier"),
    ("theme-soignants", "Stéthoscope"),
    ("theme-confinees", "Maison"),
    ("theme-isolees", "Téléphone"),
    ("theme-jeunes", "Pousse"),
    ("theme-continuite-pedagogique", "Livre"),
    ("theme-routiers", "Camion"),
    ("theme-vagues", "Vagues"),
    ("theme-flocon", "Flocon"),
    ("theme-repas", "Bol chaud"),
    ("theme-logement", "Clé"),
    ("theme-accueil", "Porte ouverte"),
    ("theme-transport", "Autocar"),
    ("theme-outils", "Outil"),
    ("theme-don", "Paquet"),
    ("theme-parole", "Bulle de parole"),
    ("theme-vetement", "Vêtement"),
    ("theme-default", "Cœur"),
]


def drawing():
    return models.CharField(
        "dessin",
        max_length=60,
        choices=DRAWINGS,
        default="theme-default",
        help_text="Il donne aussi sa couleur au thème.",
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0017_corrections")]

    operations = [
        migrations.AlterField("theme", "pictogram", drawing()),
        migrations.AlterField("historicaltheme", "pictogram", drawing()),
    ]
