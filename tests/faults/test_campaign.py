"""A slice of `make faults`, always the same: a fault of several kinds, and the site that can lose is found out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.db import connection

from tests.faults.campaign import AROUND, CLOCK, FILE, Fault, Outcome
from tests.faults.kinds import AT_POINTS, THROUGHOUT
from tests.faults.mail import MANNERS
from tests.faults.running import CONTROLS, chosen, table
from tests.machines import ROOT, dump

pytestmark = pytest.mark.django_db  # makes the tables that are copied

SLICE = "publish/(process-killed|connection-cut|slow-query|no-connection)"


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("faults")
    with django_db_blocker.unblock():
        tables = dump(connection.get_connection_params(), folder / "dump" / "tables")
    told = folder / "outcomes"
    options = {"tables": tables, "json": told, "only": SLICE, "count": 4, "controls": "process-killed"}
    process = subprocess.run(
        [sys.executable, "-m", "tests.faults", *(f"--{name}={value}" for name, value in options.items())],
        cwd=ROOT,
        env=_plain_environment(),
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert told.exists(), process.stdout[-3000:] + process.stderr[-3000:]
    return {"process": process, "outcomes": list(map(json.loads, told.read_text().splitlines()))}


def _plain_environment() -> dict[str, str]:
    """Without what the suite sets for itself."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DJANGO_"))}


def test_acknowledged_acts_stand_and_no_half_is_left(campaign):
    process = campaign["process"]
    assert process.returncode == 0, process.stdout[-3000:] + process.stderr[-3000:]
    assert process.stdout.splitlines()[-1] == "faults: 4 injectées, 0 perdues, 0 à moitié faites"
    assert [(one["fault"].split("/")[1], one["is_struck"]) for one in campaign["outcomes"]] == [
        (kind, True) for kind in ("connection-cut", "no-connection", "process-killed", "slow-query")
    ]
    assert {one["left"] for one in campaign["outcomes"]} <= {"rien, puis tout", "tout"}


def test_site_that_can_lose_is_found_out(campaign):
    """Control: without its transaction half of a publication stays; told before it is done, it is not there."""
    assert "TÉMOIN MANQUÉ" not in campaign["process"].stdout
    found = [line for line in campaign["process"].stdout.splitlines() if line.startswith("témoin")]
    assert [line.split(" : ")[0] for line in found] == [
        "témoin vu, process-killed no-transaction", "témoin vu, process-killed answered-early",
    ]  # fmt: skip


def test_each_kind_is_drawn_for_each_act_before_any_comes_again():
    faults = [Fault(act, kind, f"INSERT x#{n}") for act in "ab" for kind in "kl" for n in range(5)]
    picked = chosen(faults, 6, seed=3)
    assert len({(one.act, one.kind) for one in picked}) == 4
    assert picked == chosen(faults, 6, seed=3) != chosen(faults, 6, seed=4)


def test_table_marks_what_was_lost_and_counts_what_struck():
    outcomes = [
        Outcome(Fault("publish", "deadlock", "COMMIT#1"), is_struck=True),
        Outcome(Fault("publish", "deadlock", "COMMIT#2"), is_struck=True, lost=["répondu 302, et il reste rien"]),
        Outcome(Fault("approve", "deadlock", "COMMIT#1"), is_struck=False),
    ]
    assert [line.split() for line in table(outcomes)] == [["publish", "total"], ["deadlock", "2*", "2"]]


def test_every_kind_has_its_control():
    assert {kind for kind, *_ in CONTROLS} == {*AT_POINTS, *THROUGHOUT, *AROUND, *MANNERS, CLOCK, FILE}
