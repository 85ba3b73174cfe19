"""Long JSON and GeoJSON leave from kept lines too, and the spreadsheet is read without what it does not send.

Lines are made anew by the worker: those that stand say nothing of these forms, and their recipe is another one.
"""

from django.db import migrations, models

# The longest values leave the row first, and those of the spreadsheet last.
STORED = "ALTER TABLE directory_line ALTER csv SET STORAGE {0}, ALTER figures_csv SET STORAGE {0}"


class Migration(migrations.Migration):
    dependencies = [("directory", "0011_history_only_grows")]

    operations = [
        migrations.RunSQL(sql="DELETE FROM directory_line", reverse_sql="DELETE FROM directory_line"),
        migrations.AddField(model_name="line", name="json", field=models.TextField(default=""), preserve_default=False),
        migrations.AddField(
            model_name="line", name="features", field=models.TextField(default=""), preserve_default=False
        ),
        migrations.AlterModelOptions(
            name="line",
            options={
                "default_permissions": (),
                "verbose_name": "ligne d’export",
                "verbose_name_plural": "lignes d’export",
            },
        ),
        migrations.RunSQL(sql=STORED.format("MAIN"), reverse_sql=STORED.format("EXTENDED")),
    ]
