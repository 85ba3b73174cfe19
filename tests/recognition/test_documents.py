"""Whole documents in other layouts and other words than the archive's, each with its truth beside it."""

import json
from pathlib import Path

import pytest

from documents.entering.reference import gazetteer_from_files
from documents.readers.markdown import read_markdown
from documents.readers.text import read_text
from recognition.assemble import propose
from tests.recognition.scoring import score

FOLDER = Path(__file__).parent / "documents"
DOCUMENTS = sorted(path for path in FOLDER.glob("*") if path.suffix in (".txt", ".md"))
LEAST = {
    "head": 1.0,
    "entries": 0.95,
    "themes": 0.85,
    "communes": 0.9,
    "contacts": 0.95,
    "figures": 0.75,
    "actors": 0.8,
}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_document_is_read(path):
    truth = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    read = read_markdown if path.suffix == ".md" else read_text
    proposal = propose(read(path.read_bytes()), gazetteer_from_files())
    got = score(truth, proposal.as_dict(), path.read_text(encoding="utf-8"))
    short = {name: (round(got[name], 2), least) for name, least in LEAST.items() if got[name] < least}
    assert not short, short


def test_there_are_ten_documents_or_more():
    assert len(DOCUMENTS) >= 10
