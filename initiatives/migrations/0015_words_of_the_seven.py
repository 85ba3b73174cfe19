"""The words and other headings of the seven themes that every installation is born with, where none were written."""

import tomllib
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parents[1] / "data" / "themes" / "sante.toml"
FIELDS = ("earlier_headings", "words", "near_words")


def _rows():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))["themes"]


def add_words(apps, schema_editor):
    themes = apps.get_model("initiatives", "Theme").objects
    for row in _rows():
        blank = dict.fromkeys(FIELDS, "")
        themes.filter(slug=row["slug"], **blank).update(**{field: row[field].strip() for field in FIELDS})


def remove_words(apps, schema_editor):
    themes = apps.get_model("initiatives", "Theme").objects
    for row in _rows():
        given = {field: row[field].strip() for field in FIELDS}
        themes.filter(slug=row["slug"], **given).update(**dict.fromkeys(FIELDS, ""))


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0014_theme_words")]

    operations = [migrations.RunPython(add_words, remove_words)]
