"""Whom it is for is sorted as French sorts: accents ignored."""

from django.db import migrations, models

from french.accents import sort_key


def fill(apps, schema_editor):
    for audience in apps.get_model("initiatives", "Audience").objects.all():
        audience.sort_key = sort_key(audience.name)
        audience.save(update_fields=["sort_key"])


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0019_draw_known_themes")]

    operations = [
        migrations.AddField(
            model_name="audience",
            name="sort_key",
            field=models.CharField(default="", editable=False, max_length=160),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterModelOptions(
            name="audience",
            options={
                "ordering": ["sort_key", "name"],
                "verbose_name": "public bénéficiaire",
                "verbose_name_plural": "publics bénéficiaires",
            },
        ),
    ]
