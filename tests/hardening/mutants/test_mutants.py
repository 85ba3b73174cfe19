"""No damaged file takes more than its limits, or the process of the site with it: `make mutants` reads 20 000."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.documents.readers.pictures.photographs import photograph
from tests.documents.releases import docx_of, odt_of, pdf_of
from tests.hardening.fuzz.asking import ROOT, SEED

DOCUMENTS = ROOT / "tests" / "recognition" / "documents"
COUNT = int(os.environ.get("MUTANTS", "250"))
LIMITS = {"out_of_time", "out_of_memory", "heavy_picture"}
SMALL = 200_000  # bytes: the slice takes seconds


@pytest.fixture
def seeds(tmp_path) -> Path:
    """The documents of the other tests, and pictures."""
    folder = tmp_path / "sound"
    folder.mkdir()
    for name, data in (("release.docx", docx_of()), ("release.odt", odt_of()), ("release.pdf", pdf_of())):
        (folder / name).write_bytes(data)
    for path in sorted(DOCUMENTS.rglob("*.*")):
        if path.suffix in (".txt", ".md", ".docx", ".odt", ".pdf") and path.stat().st_size < SMALL:
            (folder / path.name).write_bytes(path.read_bytes())
    for kind in ("jpeg", "png", "webp", "avif"):
        (folder / f"photo.{kind}").write_bytes(photograph(640, 480, kind=kind.upper()))
    return folder


def test_damaged_files_are_read_or_refused_within_limits(seeds, capsys):
    program = [sys.executable, "-W", "ignore", "-m", "tests.hardening.mutants.nursery", seeds, str(COUNT), str(SEED)]
    ran = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    told = json.loads(ran.stdout)
    outcomes = Counter(told["outcomes"])
    limited = sum(count for code, count in outcomes.items() if code in LIMITS)
    crashed = sum(count for code, count in outcomes.items() if code.startswith(("signal", "child")))
    refused = outcomes.total() - outcomes["accepted"] - limited - crashed
    with capsys.disabled():
        print(  # noqa: T201 the line that a campaign is run for
            f"\nmutants: {outcomes.total()} read, {outcomes['accepted']} accepted, {refused} refused, {limited} at a "
            f"limit, {crashed} children ended, {len(told['beyond'])} beyond limits, {len(told['faults'])} faults; "
            f"slowest {told['slowest'][0]:.1f} s ({told['slowest'][1]}); {dict(outcomes)}"
        )
    assert told["beyond"] == []
    assert told["faults"] == []
    assert outcomes.total() == COUNT
    assert outcomes["accepted"] > 0
    assert refused > 0
