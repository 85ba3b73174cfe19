"""The same real document in every format gives the same blocks."""

from difflib import SequenceMatcher
from pathlib import Path

import pytest

from documents.readers import read
from recognition.blocks import BlockKind

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "documents"
FILES = sorted(path for path in FOLDER.glob("*") if path.suffix in (".txt", ".md", ".docx", ".odt", ".pdf"))


def blocks(path):
    return read(path.read_bytes(), path.name).blocks


@pytest.mark.skipif(not FILES, reason="the sample documents are not part of the repository")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_blocks_are_those_of_the_word_file(path):
    expected = ["".join(block.text.split()) for block in blocks(path.with_suffix(".docx"))]
    found = ["".join(block.text.split()) for block in blocks(path)]
    assert SequenceMatcher(None, expected, found, autojunk=False).ratio() >= 0.84
    assert set(expected) <= set(found)


@pytest.mark.skipif(not FILES, reason="the sample documents are not part of the repository")
@pytest.mark.parametrize(
    "path", [path for path in FILES if path.suffix in (".odt", ".pdf")], ids=lambda path: path.name
)
def test_items_and_links_are_those_of_the_word_file(path):
    def marks(found):
        items = sum(block.kind is BlockKind.ITEM or bool(block.marker) for block in found)
        return items, [link.target.partition("://")[2] for block in found for link in block.links]

    assert marks(blocks(path)) == marks(blocks(path.with_suffix(".docx")))
