"""Families of synonyms to start with, from a list; editors change them afterwards."""

import csv
from functools import partial
from pathlib import Path

from django.db import migrations

LISTS = Path(__file__).resolve().parent.parent / "data"


def adding(name):
    """The operation that adds those of a list. Those that editors have already are left alone."""
    return migrations.RunPython(partial(_add, name), partial(_remove, name))


def _rows(name):
    with (LISTS / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            words = "\n".join(word.strip() for word in row["mots"].split("|"))
            yield {"words": words, "is_one_way": row["sens"] == "un", "note": row["note"]}


def _add(name, apps, schema_editor):
    family = apps.get_model("directory", "SynonymFamily")
    held = set(family.objects.values_list("words", flat=True))
    family.objects.bulk_create([family(**row) for row in _rows(name) if row["words"] not in held])


def _remove(name, apps, schema_editor):
    words = [row["words"] for row in _rows(name)]
    apps.get_model("directory", "SynonymFamily").objects.filter(words__in=words).delete()
