"""The table of weaknesses names tests that exist."""

from __future__ import annotations

import ast
import re

from tests.hardening.fuzz.asking import ROOT

TITLE = "## Faiblesses connues de nos semblables"
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def _rows() -> list[str]:
    section = (ROOT / "docs" / "securite.md").read_text(encoding="utf-8").split(TITLE)[1].split("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| ")][1:]


def _tests_of(path: str) -> set[str]:
    found = ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
    return {one.name for one in found if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")}


def test_every_weakness_names_a_test_that_exists():
    rows = _rows()
    assert len(rows) > 25
    for row in rows:
        named = NAMED.findall(row.rpartition(" | ")[2])
        assert named, row
        for path, name in named:
            assert (ROOT / path).exists(), path
            assert not name or name in _tests_of(path), f"{path}::{name}"
