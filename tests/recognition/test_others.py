"""Twelve documents of other crises and offices, by people who had not read the code, each with its truth beside it.

Each measure has a floor for each document, slightly under what is reached: `documents/others/floors.csv`. Where a
measure rises, its floor is raised; none is lowered without a reason. `bench/RESULTS.md` has the first readings.
"""

import csv
import json
from pathlib import Path

import pytest

from documents.entering.reference import gazetteer_from_files
from documents.readers import read
from recognition.assemble import propose
from tests.recognition.scoring import score

FOLDER = Path(__file__).parent / "documents" / "others"
DOCUMENTS = sorted(path for path in FOLDER.glob("*") if path.suffix in (".txt", ".md", ".docx", ".odt", ".pdf"))
FLOORS = {
    row.pop("document"): {name: float(floor) for name, floor in row.items()}
    for row in csv.DictReader((FOLDER / "floors.csv").read_text(encoding="utf-8").splitlines())
}


def words_of(path: Path) -> str:
    """The text that the truth quotes, whatever the format that is read."""
    return next(FOLDER.glob(f"{path.stem}.[tm][xd]*")).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_document_of_others_is_read(path):
    truth = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    proposal = propose(read(path.read_bytes(), path.name), gazetteer_from_files())
    got = score(truth, proposal.as_dict(), words_of(path))
    short = {name: (round(got[name], 2), floor) for name, floor in FLOORS[path.name].items() if got[name] < floor}
    assert not short, short


def test_every_document_of_others_has_its_floors():
    assert sorted(FLOORS) == [path.name for path in DOCUMENTS]
    assert len({path.stem for path in DOCUMENTS}) == 12
