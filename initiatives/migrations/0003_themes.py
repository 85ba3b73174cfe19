"""The seven themes that bulletins have used so far. Officers may rename, describe and reorder them."""

from django.db import migrations

THEMES = (
    ("protection", "Protection et matériel", "Masques, visières, blouses, gel : qui en fabrique, qui en donne.",
     "Solidaires dans l’application des mesures de protection"),
    ("soignants", "Soutien aux soignants", "Repas, logements, dons et gestes pour celles et ceux qui soignent.",
     "Solidaires avec les personnels soignants"),
    ("confinees", "Vie quotidienne des personnes confinées", "Livraisons, courses, loisirs et liens à distance.",
     "Solidaires avec les personnes confinées"),
    ("isolees", "Personnes isolées ou fragiles", "Appels, visites, colis pour qui est seul ou fragile.",
     "Solidaires avec les personnes isolées"),
    ("jeunes", "Enfants et jeunes", "Garde, activités et aide pour les plus jeunes.",
     "Solidaires avec les jeunes"),
    ("continuite-pedagogique", "Continuité pédagogique", "Ordinateurs, imprimés et soutien pour apprendre chez soi.",
     "Solidaires dans le maintien de la continuité pédagogique"),
    ("routiers", "Transporteurs routiers", "Haltes, douches et repas pour les chauffeurs.",
     "Solidaires avec les routiers"),
)


def add_themes(apps, schema_editor):
    theme = apps.get_model("initiatives", "Theme")
    for position, (slug, name, description, heading) in enumerate(THEMES, start=1):
        theme.objects.create(
            slug=slug, name=name, description=description, heading=heading, pictogram=f"theme-{slug}", position=position
        )


def remove_themes(apps, schema_editor):
    apps.get_model("initiatives", "Theme").objects.filter(slug__in=[slug for slug, *_ in THEMES]).delete()


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0002_search_vector")]

    operations = [migrations.RunPython(add_themes, remove_themes)]
