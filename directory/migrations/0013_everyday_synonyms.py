"""More families to start with: what people call everyday things. Those that editors have already are left alone."""

import csv
from pathlib import Path

from django.db import migrations

LIST = Path(__file__).resolve().parent.parent / "data" / "more_synonyms.csv"


def rows():
    with LIST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            words = "\n".join(word.strip() for word in row["mots"].split("|"))
            yield {"words": words, "is_one_way": row["sens"] == "un", "note": row["note"]}


def add(apps, schema_editor):
    family = apps.get_model("directory", "SynonymFamily")
    held = set(family.objects.values_list("words", flat=True))
    family.objects.bulk_create([family(**row) for row in rows() if row["words"] not in held])


def remove(apps, schema_editor):
    apps.get_model("directory", "SynonymFamily").objects.filter(words__in=[row["words"] for row in rows()]).delete()


class Migration(migrations.Migration):
    dependencies = [("directory", "0012_lines_of_json")]

    operations = [migrations.RunPython(add, remove)]
