"""Old results of the queue leave by a rule of retention: their own work of the night is no more."""

from django.db import migrations


def forget(apps, schema_editor):
    apps.get_model("backoffice", "PeriodicWork").objects.filter(name="file-d-attente").delete()


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_who_governs"), ("backoffice", "0003_periodic_work")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
