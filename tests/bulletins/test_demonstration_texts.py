"""What the files of the demonstration say, without a database."""

import json
import re
from pathlib import Path

import pytest

from bulletins.demonstration.loading import BULLETINS, FOLDER, read
from french.accents import sort_key

SHARED = Path(__file__).resolve().parents[3] / "shared"


def test_typography_of_the_texts():
    for path in FOLDER.glob("*.toml"):
        texts = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        for line in texts:
            assert "'" not in line, f"{path.name} : {line}"
            assert not re.search(r"(?<!\u00a0)[;!?»](?=\s|$)|« | :(?=\s)", line), f"{path.name} : {line}"


def test_no_sentence_is_taken_from_the_sources():
    facts = SHARED / "facts" / "bulletins.json"
    if not facts.exists():
        pytest.skip("les faits et les communiqués ne sont pas à côté du dépôt")
    sources = set()
    for release in json.loads(facts.read_text(encoding="utf-8")):
        sources |= runs_of_words(release["bulletin"]["intro_summary"])
        for section in release["sections"]:
            for told in section["initiatives"]:
                sources |= runs_of_words(told["title"]) | runs_of_words(told["summary"])
    for document in [*(SHARED / "documents").glob("*.txt"), *(SHARED / "documents").glob("*.md")]:
        sources |= runs_of_words(document.read_text(encoding="utf-8"))
    for name in BULLETINS:
        for text in texts_of(read(name)):
            assert not runs_of_words(text) & sources, f"{name} : {text}"


def texts_of(table: dict) -> list[str]:
    texts = [table.get(key, "") for key in ("introduction", "closing")]
    for section in table["sections"]:
        texts += [one.get(key, "") for one in section["initiatives"] for key in ("title", "summary", "wording")]
    return texts


def runs_of_words(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = sort_key(text).split()
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}
