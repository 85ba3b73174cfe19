"""What people type, asked of the demonstration: at least 95 of 100 find a right answer among the first three."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from directory.asking import ask

LIST = Path(__file__).parent / "queries.txt"


@pytest.mark.django_db
def test_queries_of_the_list_are_answered(demonstration_rows, capsys):
    demonstration_rows.put_back()
    with connection.cursor() as cursor:
        # Earlier tests emptied these tables: a planner that takes them for empty joins them row by row, for minutes.
        cursor.execute("ANALYZE")
    call_command("queries", LIST)
    *missed, told = capsys.readouterr().out.splitlines()
    answered, asked = map(int, re.fullmatch(r"recherches: (\d+)/(\d+), succès à 3: [01]\.\d{3}", told).groups())
    assert asked >= 150
    assert asked - answered == len(missed)
    assert len(missed) <= asked * 0.05, missed


def test_asking_can_fail(db):
    (nothing, something) = ask(["# commentaire", "masques => Un titre", "masques => -"])
    assert not nothing.is_answered
    assert something.is_answered


def test_list_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("queries", tmp_path / "rien.txt")
    (tmp_path / "vide.txt").write_text("# rien\n")
    with pytest.raises(CommandError, match="Aucune recherche"):
        call_command("queries", tmp_path / "vide.txt")
