"""The press contact of the series moves to the installation, where its telephone and e-mail stand already."""

from django.db import migrations

HEADING = "contact presse"  # the page prints it itself


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip() and line.strip().casefold() != HEADING]


def move_to_territory(apps, schema_editor):
    territory = apps.get_model("communes", "Territory").objects.first()
    if territory is None:
        return
    lines = _lines(territory.press_office)
    for series in apps.get_model("bulletins", "Series").objects.order_by("-is_main", "pk"):
        lines += [line for line in _lines(series.contact_block) if line not in lines]
    territory.press_office = "\n".join(lines)
    territory.save(update_fields=["press_office"])


def move_back(apps, schema_editor):
    territory = apps.get_model("communes", "Territory").objects.first()
    if territory is not None:
        apps.get_model("bulletins", "Series").objects.update(contact_block=territory.press_office)


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0008_undated_last"), ("communes", "0002_press_office")]

    operations = [migrations.RunPython(move_to_territory, move_back)]
