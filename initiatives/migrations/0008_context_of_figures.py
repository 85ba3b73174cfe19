"""Figures may be context: a population or a duration is a fact of the record, not something that was done."""

from django.db import migrations, models

MEASURES = [
    ("stock", "déjà fait, en tout"),
    ("target", "objectif"),
    ("rate_day", "par jour"),
    ("rate_week", "par semaine"),
    ("context", "contexte (population, durée…)"),
]


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0007_undated_last")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="measure",
            field=models.CharField(choices=MEASURES, default="stock", max_length=10, verbose_name="mesure"),
        )
        for name in ("figure", "historicalfigure")
    ]
