"""The command as an officer runs it, with no database at all."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LETTER = ROOT / "tests" / "recognition" / "documents" / "lettre-de-mairie.txt"
TABLE = LETTER.with_name("tableau-par-action.md")


def run(*arguments):
    return subprocess.run(
        [sys.executable, "manage.py", "import_bulletin", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": "postgres://personne@127.0.0.1:1/absente"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_json_is_one_document_on_the_output_and_nothing_else():
    done = run(LETTER, "--format", "json")
    read = json.loads(done.stdout)
    assert list(read) == ["bulletin", "sections", "unplaced", "remarks"]
    assert read["bulletin"]["number"] == 4
    assert done.returncode == 0
    assert not done.stderr


def test_text_is_readable():
    done = run(LETTER)
    assert "LETTRE AUX HABITANTS N° 4" in done.stdout
    assert "140 colis par semaine" in done.stdout


def test_many_files_end_with_a_summary_and_a_refusal_does_not_stop_the_others(tmp_path):
    broken = tmp_path / "faux.pdf"
    broken.write_bytes(b"%PDF-1.7 rien")
    done = run(LETTER, broken, TABLE, "--format", "json")
    answers = json.loads(done.stdout)
    assert [answer["file"] for answer in answers] == [LETTER.name, broken.name, TABLE.name]
    assert "refused" in answers[1]
    assert "2 document(s) lu(s), 1 refusé(s)" in done.stderr
    assert done.returncode == 1
    head, letter, refused, table = done.stderr.splitlines()[:4]
    assert head.split() == ["document", "n°", "date", "initiatives", "à", "vérifier"]
    assert letter.split()[:2] == [LETTER.name, "4"]
    assert "refusé : Ce document est abîmé" in refused
    assert table.startswith(TABLE.name)


def test_nothing_is_printed_in_red_nor_twice(tmp_path):
    done = run(LETTER, tmp_path / "absent.txt", "--force-color")
    assert "\x1b[" not in done.stderr
    assert done.stderr.count("illisible") == 1


def test_missing_file_is_said_in_french(tmp_path):
    done = run(tmp_path / "absent.txt")
    assert done.returncode == 1
    assert "absent.txt : fichier illisible" in done.stderr
