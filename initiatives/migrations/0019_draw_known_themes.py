"""Themes of the starter sets get the drawing that fits them; a name that no drawing has becomes the heart."""

from django.db import migrations

HEART = "theme-default"
FITTING = {
    "theme-soignants": ("sante-ecoute",),
    "theme-isolees": ("veille", "lien"),
    "theme-jeunes": ("jeunes",),
    "theme-continuite-pedagogique": ("continuite-pedagogique", "ecole-travail"),
    "theme-flocon": ("chaleur",),
    "theme-repas": ("repas-chauds", "alimentation"),
    "theme-logement": ("toit", "se-loger"),
    "theme-accueil": ("abri",),
    "theme-transport": ("se-deplacer-se-soigner",),
    "theme-outils": ("nettoyer", "reparer-partager"),
    "theme-don": ("convois-dons", "collectes"),
    "theme-parole": ("langue", "accompagner-sinistres"),
    "theme-vetement": ("nourrir-vetir",),
}
OTHERS = ("theme-protection", "theme-confinees", "theme-routiers", "theme-vagues", HEART)


def draw(apps, schema_editor):
    themes = apps.get_model("initiatives", "Theme").objects
    themes.exclude(pictogram__in=(*FITTING, *OTHERS)).update(pictogram=HEART)
    for drawing, slugs in FITTING.items():
        themes.filter(pictogram=HEART, slug__in=slugs).update(pictogram=drawing)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0018_drawings_by_choice")]

    # Backwards nothing is to be done: any of these names was a valid one before.
    operations = [migrations.RunPython(draw, migrations.RunPython.noop)]
